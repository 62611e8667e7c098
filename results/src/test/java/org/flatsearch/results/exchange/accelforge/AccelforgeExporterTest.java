package org.flatsearch.results.exchange.accelforge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.flatsearch.results.exchange.BertBase;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.RandomCase;
import org.flatsearch.results.exchange.levels.PeerCosts;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;

class AccelforgeExporterTest {
  private static ExportedFiles export(AttentionSchedule schedule) {
    return new AccelforgeExporter().export(schedule, BertBase.accelerator(), BertBase.workload());
  }

  @Test
  void placesStorageWhereTensorsAreHeld() {
    ExportedFiles files = export(BertBase.rowsOf64());

    assertThat(files.notes()).isEmpty();
    assertThat(files.files()).containsOnlyKeys("arch.yaml", "workload.yaml", "mapping.yaml");
    assertThat(files.files().get("mapping.yaml"))
        .endsWith(
            """
            mapping:
              nodes:
              - !Storage {tensors: [Q, K, V, AV], component: MainMemory}
              - !Temporal {rank_variable: h, tile_shape: 4}
              - !Spatial {rank_variable: h, tile_shape: 1, name: instances, component: GlobalBuffer}
              - !Storage {tensors: [K, V], component: GlobalBuffer}
              - !Temporal {rank_variable: m, tile_shape: 64}
              - !Storage {tensors: [Q, AV], component: GlobalBuffer}
              - !Storage {tensors: [QK, QK_softmax], component: GlobalBuffer}
              - !Sequential
                nodes:
                - !Nested
                  nodes:
                  - !Temporal {rank_variable: m, tile_shape: 16}
                  - !Temporal {rank_variable: p, tile_shape: 16}
                  - !Spatial {rank_variable: m, tile_shape: 1, name: array_rows, component: Register}
                  - !Spatial {rank_variable: p, tile_shape: 1, name: array_columns, component: Register}
                  - !Storage {tensors: [QK], component: Register}
                  - !Temporal {rank_variable: e, tile_shape: 1}
                  - !Compute {einsum: QK, component: MAC}
                - !Nested
                  nodes:
                  - !Temporal {rank_variable: m, tile_shape: 1}
                  - !Temporal {rank_variable: p, tile_shape: 1}
                  - !Compute {einsum: QK_softmax, component: SoftmaxUnit}
                - !Nested
                  nodes:
                  - !Temporal {rank_variable: m, tile_shape: 16}
                  - !Temporal {rank_variable: p, tile_shape: 16}
                  - !Spatial {rank_variable: m, tile_shape: 1, name: array_rows, component: Register}
                  - !Spatial {rank_variable: p, tile_shape: 1, name: array_columns, component: Register}
                  - !Storage {tensors: [QK_softmax], component: Register}
                  - !Temporal {rank_variable: f, tile_shape: 1}
                  - !Compute {einsum: AV, component: MAC}
            """);
  }

  @Test
  void storesTheStationaryTensorInTheRegister() {
    Map<Stationarity, List<String>> tensors =
        Map.of(
            Stationarity.OUTPUT, List.of("QK", "AV"),
            Stationarity.WEIGHT, List.of("K", "V"),
            Stationarity.INPUT, List.of("Q", "QK_softmax"));
    tensors.forEach(
        (stationarity, ofStages) -> {
          AttentionSchedule rows = BertBase.rowsOf64();
          AttentionSchedule schedule =
              new AttentionSchedule(
                  rows.shared(),
                  new StageLoops(rows.logit().loops(), stationarity, false),
                  new StageLoops(rows.attend().loops(), stationarity, false),
                  rows.residency());

          assertThat(
                  export(schedule)
                      .files()
                      .get("mapping.yaml")
                      .lines()
                      .filter(line -> line.contains("!Storage") && line.contains("Register"))
                      .map(line -> line.replaceAll(".*\\[|\\].*", ""))
                      .toList())
              .as(stationarity.name())
              .isEqualTo(ofStages);
        });
  }

  /** Each of the 4 cores has 128 rows of the only head: one tile, so there is no loop over it. */
  @Test
  void leavesOutTheLoopOverRowsThatAreAllDealtToCores() {
    AttentionWorkload oneHead = BertBase.workloadOfHeads(1);

    assertThat(
            new AccelforgeExporter()
                .export(BertBase.rowsOf(128), BertBase.accelerator(), oneHead)
                .files()
                .get("mapping.yaml"))
        .contains(
            """
            mapping:
              nodes:
              - !Storage {tensors: [Q, K, V, AV], component: MainMemory}
              - !Spatial {rank_variable: m, tile_shape: 128, name: rows, component: GlobalBuffer}
              - !Storage {tensors: [K, V], component: GlobalBuffer}
              - !Storage {tensors: [Q, AV], component: GlobalBuffer}
            """);
  }

  @Test
  void saysWhichSideOfTheArrayIsNotFilled() {
    assertThat(
            new AccelforgeExporter()
                .export(
                    BertBase.rowsOf(24),
                    BertBase.accelerator(),
                    BertBase.workload().withSequence(768))
                .notes())
        .contains(
            "logit fills 12 of the 16 array rows: its 'row' tile of 24 is split evenly.",
            "attend fills 12 of the 16 array rows: its 'row' tile of 24 is split evenly.");
  }

  /**
   * All keys are one tile, which stays while the rows change: storage below that loop would not.
   */
  @Test
  void placesStorageOutsideLoopsThatKeepItsTile() {
    AttentionSchedule insideKey =
        BertBase.with(BertBase.rowsOf64(), Tensor.K, Residency.inside(Dimension.KEY, 1));

    assertThat(export(insideKey).files().get("mapping.yaml"))
        .isEqualTo(export(BertBase.rowsOf64()).files().get("mapping.yaml"));
  }

  @Test
  void placesStorageInTheBufferInsideTheLoopsOfAStageUnlessItStreams() {
    String keys = "- !Temporal {rank_variable: p, tile_shape: 128}\n";
    String held = "- !Storage {tensors: [%s], component: GlobalBuffer}\n";
    AttentionSchedule tiles = BertBase.streamedKeys();
    AttentionSchedule stream = BertBase.with(tiles, Tensor.K, Residency.atArray());

    assertThat(export(tiles).files().get("mapping.yaml").replaceAll("\n +", "\n"))
        .contains(keys + held.formatted("K"), keys + held.formatted("V"));
    assertThat(export(stream).files().get("mapping.yaml"))
        .contains(held.formatted("V"))
        .doesNotContain(held.formatted("K"));
  }

  /** 3 heads of 8 tiles of rows, in blocks of 5, 5, 5, 5 and 4 tiles. */
  @Test
  void saysWhatItSpreadsAndCountsInAnotherWay() {
    AttentionSchedule schedule =
        BertBase.with(BertBase.rowsOf64(), Tensor.K, Residency.inside(Dimension.INSTANCE, 2));
    Accelerator accelerator =
        BertBase.accelerator().with(Map.of("cores", "5", "multicast", "false"));

    assertThat(
            new AccelforgeExporter()
                .export(schedule, accelerator, BertBase.workloadOfHeads(3))
                .notes())
        .containsExactly(
            "Tiles are spread evenly: 4 of the 5 cores have work.",
            "FlatSearch deals tiles to all 5 cores in blocks, so cores share instances in another"
                + " way than here: it counts other traffic of what they share.",
            "Each core loads K and V for itself; AccelForge may count a load once for the 4 that"
                + " share it.");
  }

  /** A row of logits takes 1024 bytes; the softmax holds it if these are left beside the tiles. */
  @Test
  void holdsARowOfLogitsForTheSoftmaxIfItFitsBesideTheTiles() {
    AttentionSchedule unfused =
        BertBase.withLogitsThroughDram(BertBase.rowsOf64(), Residency.inside(Dimension.ROW, 1));
    long tiles = bytesHeld(unfused) - 1024;

    for (long left : new long[] {1023, 1024}) {
      String buffer = String.valueOf(tiles + left);
      assertThat(
              new AccelforgeExporter()
                  .export(
                      unfused,
                      BertBase.accelerator().with("bufferBytes", buffer),
                      BertBase.workload())
                  .files()
                  .get("mapping.yaml")
                  .contains("- !Storage {tensors: [QK, QK_softmax], component: GlobalBuffer}"))
          .as(left + " bytes are left")
          .isEqualTo(left == 1024);
    }
  }

  private static long bytesHeld(AttentionSchedule schedule) {
    Accelerator roomy = BertBase.accelerator().with("bufferBytes", "1GiB");
    return (long) PeerCosts.of(schedule, roomy, BertBase.workload()).footprintBytes();
  }

  /**
   * By hand: a bit takes an eighth of a byte's energy; a multiplication takes 17.2 pJ and three
   * register accesses of 0.29 pJ; 16 lanes at 400 MHz take 3 operations of 1 pJ for a logit.
   */
  @Test
  void writesFiguresInJoulesSecondsAndBits() {
    Accelerator accelerator =
        BertBase.accelerator()
            .with(
                Map.of(
                    "dramShared", "false",
                    "dramWriteBytesPerSecond", "1.6e9",
                    "energy.leakageWatts", "0.5",
                    "energy.laneOperationJoules", "1e-12"));
    ExportedFiles files =
        new AccelforgeExporter().export(BertBase.rowsOf64(), accelerator, BertBase.workload());

    assertThat(files.files().get("arch.yaml"))
        .endsWith(
            """
            arch:
              nodes:
              - !Memory
                name: MainMemory
                size: inf
                leak_power: 5.00000e-01
                area: 0
                tensors: {keep: ~Intermediates, may_keep: All}
                total_latency: max(a.n_calls / a.throughput for a in actions)
                actions:
                - {name: read, energy: 4.00000e-12, throughput: 25600000000, latency: 0}
                - {name: write, energy: 4.00000e-12, throughput: 12800000000, latency: 0}
              - !Memory
                name: GlobalBuffer
                size: 3145728
                leak_power: 0
                area: 0
                tensors: {keep: ~MainMemory, may_keep: All}
                spatial:
                - {name: instances, fanout: 4}
                actions:
                - {name: read, energy: 1.18375e-13, throughput: 409600000000, latency: 0}
                - {name: write, energy: 1.10125e-13, throughput: 409600000000, latency: 0}
              - !Compute
                name: SoftmaxUnit
                leak_power: 0
                area: 0
                enabled: len(All) == 2
                actions:
                - {name: compute, energy: 3.00000e-12, throughput: 2133330000, latency: 0}
              - !Memory
                name: Register
                size: 16
                leak_power: 0
                area: 0
                tensors: {keep: Nothing, may_keep: All}
                spatial:
                - {name: array_rows, fanout: 16}
                - {name: array_columns, fanout: 16}
                actions:
                - {name: read, energy: 0, throughput: inf, latency: 0}
                - {name: write, energy: 0, throughput: inf, latency: 0}
              - !Compute
                name: MAC
                leak_power: 0
                area: 0
                enabled: len(All) == 3
                actions:
                - {name: compute, energy: 1.80700e-11, throughput: 400000000, latency: 0}
            """);
  }

  /** What reads and writes share is used by one after the other, AccelForge's default. */
  @Test
  void addsUpReadsAndWritesOnASharedChannel() {
    assertThat(export(BertBase.rowsOf64()).files().get("arch.yaml"))
        .doesNotContain("total_latency");
  }

  @Test
  void writesAttentionAsThreeEinsums() {
    assertThat(export(BertBase.rowsOf64()).files().get("workload.yaml"))
        .endsWith(
            """
            workload:
              rank_sizes: {H: 12, M: 512, P: 512, E: 64, F: 64}
              bits_per_value: {All: 16}
              einsums:
              - name: QK
                tensor_accesses:
                - {name: Q, projection: [h, m, e]}
                - {name: K, projection: [h, p, e]}
                - {name: QK, projection: [h, m, p], output: True}
              - name: QK_softmax
                tensor_accesses:
                - {name: QK, projection: [h, m, p]}
                - {name: QK_softmax, projection: [h, m, p], output: True}
              - name: AV
                tensor_accesses:
                - {name: QK_softmax, projection: [h, m, p]}
                - {name: V, projection: [h, p, f]}
                - {name: AV, projection: [h, m, f], output: True}
            """);
  }

  @Test
  void countsManyElementsAndTheBitsOfALargeBuffer() {
    Accelerator large =
        BertBase.accelerator()
            .with(
                Map.of("rows", "65536", "columns", "65536", "bufferBytes", "2000000000000000000"));
    AttentionWorkload wide = BertBase.workload().with("wordBytes", "1073741824");
    ExportedFiles files = new AccelforgeExporter().export(BertBase.rowsOf64(), large, wide);

    assertThat(files.files().get("arch.yaml"))
        .contains(
            """
                spatial:
                - {name: array_rows, fanout: 65536}
                - {name: array_columns, fanout: 65536}
            """)
        .contains("size: 16000000000000000000\n", "size: 8589934592\n");
    assertThat(files.files().get("workload.yaml")).contains("bits_per_value: {All: 8589934592}");
  }

  @Test
  void keepsTheRulesOfAccelForgeForAnySchedule() {
    for (long seed = 1; seed <= 300; seed++) {
      RandomCase drawn = RandomCase.of(seed);
      ExportedFiles files =
          new AccelforgeExporter().export(drawn.schedule(), drawn.accelerator(), drawn.workload());
      AccelforgeRules.check(files, drawn + "\n" + files.files().get("mapping.yaml"));
    }
  }
}
