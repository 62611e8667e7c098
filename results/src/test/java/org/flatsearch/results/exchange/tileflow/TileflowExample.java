package org.flatsearch.results.exchange.tileflow;

/** A mapping that comes with TileFlow. */
final class TileflowExample {
  /** TileFlow's example of BERT-base with 2×2 cores: 64 rows, 32 of them on each of two cores. */
  static final String MAPPING =
      """
      mapping:
        node-type: Tile
        type: Temporal
        target: L2
        factors: B=1 H=6 M=8 L=1
        permutation: LMHB
        subtree:
        - node-type: Scope
          type: Sharing
          subtree:
          - node-type: Tile
            type: Spatial
            target: L2
            factors: H=2 M=2
            permutation: MH
            split: 1
            subtree:
            - node-type: Tile
              type: temporal
              target: L1
              factors: H=1 M=2 L=32 A=64
              permutation: ALMH
              subtree:
              - node-type: Tile
                type: Spatial
                target: L1
                factors: M=16 L=16
                permutation: LM
                split: 1
                subtree:
                - node-type: Tile
                  type: temporal
                  target: L0
                  factors: M=1 L=1 A=1
                  permutation: LAM
                  subtree:
                  - {node-type: Op, name: ProduceC}
          - node-type: Tile
            type: Spatial
            target: L2
            factors: H=2 M=2
            permutation: MH
            split: 1
            subtree:
            - node-type: Tile
              type: temporal
              target: L1
              factors: H=1 M=2 L=32 N=64
              permutation: NLMH
              subtree:
              - node-type: Tile
                type: Spatial
                target: L1
                factors: M=16 L=16
                permutation: LM
                split: 1
                subtree:
                - node-type: Tile
                  type: temporal
                  target: L0
                  factors: M=1 L=1 N=1
                  permutation: LNM
                  subtree:
                  - {node-type: Op, name: ProduceO}
      """;

  private TileflowExample() {}
}
