package org.flatsearch.results.exchange.tileflow;

/** A mapping that comes with TileFlow, and one that is none. */
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

  /** The only scope is inside one of two branches of a tile. */
  static final String SCOPE_IN_ONE_BRANCH =
      """
      mapping:
        node-type: Tile
        target: DRAM
        factors: H=768
        permutation: H
        subtree:
        - node-type: Tile
          target: DRAM
          factors: M=16
          permutation: M
          subtree:
          - node-type: Tile
            target: DRAM
            factors: L=8
            permutation: L
            subtree:
            - node-type: Tile
              target: DRAM
              factors: B=1
              permutation: B
              subtree:
              - node-type: Scope
                subtree:
                - node-type: Tile
                  target: SRAM
                  factors: H=1 A=64 M=32 L=64
                  permutation: LMAH
                  subtree:
                  - {node-type: Op, name: ProduceC}
        - node-type: Tile
          target: SRAM
          factors: H=1 M=512 N=64 L=512
          permutation: LNMH
          subtree:
          - {node-type: Op, name: ProduceO}
      """;

  private TileflowExample() {}
}
