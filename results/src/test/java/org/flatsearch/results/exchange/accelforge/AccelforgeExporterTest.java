package org.flatsearch.results.exchange.accelforge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.flatsearch.results.exchange.BertBase;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.RandomCase;
import org.flatsearch.results.exchange.levels.PeerCosts;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;

class AccelforgeExporterTest {
  @Test
  void placesStorageWhereTensorsAreHeld() {
    ExportedFiles files =
        new AccelforgeExporter()
            .export(BertBase.rowsOf64(), BertBase.accelerator(), BertBase.workload());

    assertThat(files.notes()).isEmpty();
    assertThat(files.files()).containsOnlyKeys("arch.yaml", "workload.yaml", "mapping.yaml");
    assertThat(files.files().get("mapping.yaml"))
        .startsWith(
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
            """);
  }

  /**
   * All keys are one tile, which stays while the rows change: storage below that loop would not.
   */
  @Test
  void placesStorageOutsideLoopsThatKeepItsTile() {
    AttentionSchedule insideKey =
        BertBase.with(BertBase.rowsOf64(), Tensor.K, Residency.inside(Dimension.KEY, 1));

    assertThat(
            new AccelforgeExporter()
                .export(insideKey, BertBase.accelerator(), BertBase.workload())
                .files()
                .get("mapping.yaml"))
        .isEqualTo(
            new AccelforgeExporter()
                .export(BertBase.rowsOf64(), BertBase.accelerator(), BertBase.workload())
                .files()
                .get("mapping.yaml"));
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

  @Test
  void writesFiguresInJoulesSecondsAndBits() {
    ExportedFiles files =
        new AccelforgeExporter()
            .export(BertBase.rowsOf64(), BertBase.accelerator(), BertBase.workload());

    assertThat(files.files().get("arch.yaml"))
        .contains("{name: read, energy: 4.00000e-12, throughput: 25600000000, latency: 0}")
        .contains("size: 3145728\n");
    assertThat(files.files().get("workload.yaml"))
        .contains("rank_sizes: {H: 12, M: 512, P: 512, E: 64, F: 64}")
        .contains("bits_per_value: {All: 16}");
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
