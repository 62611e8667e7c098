package org.flatsearch.results.exchange.timeloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.flatsearch.results.exchange.BertBase;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.RandomCase;
import org.flatsearch.results.exchange.accelforge.AccelforgeExporter;
import org.flatsearch.results.exchange.tileflow.TileflowExporter;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;

class TimeloopExporterTest {
  private static ExportedFiles export(AttentionSchedule schedule) {
    return new TimeloopExporter().export(schedule, BertBase.accelerator(), BertBase.workload());
  }

  @Test
  void writesAProblemAndAMappingForEachStage() {
    ExportedFiles files = export(BertBase.streamedKeys());

    assertThat(files.files().keySet())
        .containsExactly(
            "arch.yaml",
            "ert.yaml",
            "logit.prob.yaml",
            "logit.map.yaml",
            "logit.constraints.yaml",
            "attend.prob.yaml",
            "attend.map.yaml",
            "attend.constraints.yaml");
    assertThat(files.files().get("logit.map.yaml"))
        .contains(
            "- {target: DRAM, type: temporal, factors: 'E=1 I=3 P=8 M=4', permutation: MPIE}",
            "- {target: DRAM, type: spatial, factors: 'M=1 E=1 P=1 I=4', permutation: IPEM, split:"
                + " 1}",
            "- {target: Buffer, type: temporal, factors: 'I=1 P=4 M=8 E=64', permutation: EMPI}",
            "- {target: Buffer, type: spatial, factors: 'I=1 E=1 P=16 M=16', permutation: MPEI,"
                + " split: 1}",
            "- {target: Register, type: temporal, factors: 'I=1 P=1 M=1 E=1', permutation: EMPI}",
            "- {target: Buffer, type: datatype, keep: [Q, K, Logits], bypass: []}");
    assertThat(files.files().get("logit.prob.yaml"))
        .contains(
            "dimensions: [ I, P, M, E ]",
            "- {name: K, projection: [ [[I]], [[M]], [[E]] ]}",
            "- {name: Logits, projection: [ [[I]], [[P]], [[M]] ], read_write: True}",
            "instance: { I: 12, P: 512, M: 512, E: 64 }");
  }

  @Test
  void keepsTheLogitsOfAFusedScheduleOnChip() {
    ExportedFiles files = export(BertBase.rowsOf64());

    assertThat(files.notes()).isEmpty();
    assertThat(files.remarks()).anyMatch(remark -> remark.contains("3145728 words each way"));
    assertThat(files.files().get("logit.map.yaml"))
        .contains(
            "- {target: DRAM, type: datatype, keep: [Q, K], bypass: [Logits]}",
            "flatsearch: {shared: [instance, row]}");
    assertThat(files.files().get("logit.constraints.yaml"))
        .contains(
            "- {target: DRAM, type: temporal, factors: 'I=3 P=8', permutation: EMPI}",
            "- {target: DRAM, type: spatial, factors: 'M=1 E=1 P=1 I=4', permutation: IPEM, split:"
                + " 1}",
            "- {target: Buffer, type: spatial, factors: 'I=1 E=1', permutation: MPEI, split: 1}",
            "- {target: DRAM, type: bypass, keep: [Q, K], bypass: [Logits]}");
  }

  @Test
  void writesTheLastTileOfRaggedOnes() {
    String mapping = export(BertBase.rowsOf(96)).files().get("logit.map.yaml");

    // 512 rows are 5 tiles of 96 = 6·16 and one of 32 = 2·16.
    assertThat(mapping).contains("I=3 P=6'").contains("factors: 'I=1 P=6,2 M=32 E=64'");
  }

  @Test
  void countsTheColumnsOfManyCoresAndTheBitsOfLongWords() {
    Accelerator large =
        BertBase.accelerator()
            .with(Map.of("cores", "4096", "columns", "1048576", "rows", "1048576"));
    AttentionWorkload wide = BertBase.workload().with("wordBytes", "1073741824");

    assertThat(
            new TimeloopExporter()
                .export(BertBase.rowsOf(512), large, wide)
                .files()
                .get("arch.yaml"))
        .contains("meshX: 4294967296", "width: 34359738368, block_size: 4, word_bits: 8589934592");
  }

  @Test
  void saysWhetherCoresThatShareKeysShareTheirLoads() {
    AttentionWorkload oneHead = BertBase.workloadOfHeads(1);
    for (boolean multicast : new boolean[] {false, true}) {
      Accelerator accelerator = BertBase.accelerator().with("multicast", String.valueOf(multicast));
      Map<String, String> files =
          new TimeloopExporter().export(BertBase.rowsOf64(), accelerator, oneHead).files();

      assertThat(files.get("logit.map.yaml").contains("no_multicast_no_reduction: [K]}"))
          .isEqualTo(!multicast);
      assertThat(files.get("attend.map.yaml").contains("no_multicast_no_reduction: [V]}"))
          .isEqualTo(!multicast);
    }
    assertThat(export(BertBase.rowsOf64()).files().get("logit.map.yaml"))
        .contains("spatial")
        .doesNotContain("no_multicast");
  }

  /** Two cores have the rows of one head each half, or else each a head of its own. */
  @Test
  void saysNothingOfLoadsThatCoresOfDifferentHeadsDoNotShare() {
    Accelerator pair = BertBase.accelerator().with(Map.of("cores", "2", "multicast", "false"));
    for (int heads : new int[] {1, 12}) {
      AttentionWorkload workload = BertBase.workloadOfHeads(heads);

      assertThat(
              new TimeloopExporter()
                  .export(BertBase.rowsOf64(), pair, workload)
                  .files()
                  .get("logit.map.yaml")
                  .contains("no_multicast_no_reduction: [K]}"))
          .as(heads + " heads")
          .isEqualTo(heads == 1);
    }
  }

  @Test
  void writesNoMeshOfASingleCoreWithASinglePe() {
    Accelerator single =
        BertBase.accelerator().with(Map.of("cores", "1", "rows", "1", "columns", "1"));

    assertThat(
            new TimeloopExporter()
                .export(BertBase.rowsOf64(), single, BertBase.workload())
                .files()
                .values())
        .noneMatch(file -> file.contains("meshX") || file.contains("spatial"));
  }

  /** What is held is fetched once for all cores, what streams by each of them. */
  @Test
  void saysThatCoresStreamForThemselvesEvenWithMulticast() {
    AttentionWorkload oneHead = BertBase.workloadOfHeads(1);
    Accelerator multicast = BertBase.accelerator().with("multicast", "true");
    AttentionSchedule streamed = BertBase.with(BertBase.rowsOf64(), Tensor.K, Residency.atArray());

    ExportedFiles files = new TimeloopExporter().export(streamed, multicast, oneHead);

    assertThat(files.files().get("logit.map.yaml")).contains("no_multicast_no_reduction: [K]}");
    assertThat(files.files().get("attend.map.yaml")).doesNotContain("no_multicast");
    assertThat(new AccelforgeExporter().export(streamed, multicast, oneHead).notes())
        .contains(
            "Each core loads K for itself; AccelForge may count a load once for the 4 that share"
                + " it.");
    assertThat(new TileflowExporter().export(streamed, multicast, oneHead).notes())
        .as("K is held there")
        .noneMatch(note -> note.contains("for itself"));
  }

  /** One row streams past keys that stay, along 4 passes over the head dimension and 32 of keys. */
  @Test
  void saysWhatTimeloopLetsStayInTheArray() {
    AttentionSchedule rows = BertBase.rowsOf(1);
    AttentionSchedule keysStay =
        new AttentionSchedule(
            rows.shared(),
            new StageLoops(rows.logit().loops(), Stationarity.WEIGHT, false),
            rows.attend(),
            rows.residency());

    assertThat(export(BertBase.with(keysStay, Tensor.Q, Residency.atArray())).notes())
        .filteredOn(note -> note.contains("lets"))
        .containsExactly(
            "Timeloop lets Q stay in the array over 32 iterations of 'key' in logit; here each of"
                + " them streams it again.");
  }

  @Test
  void saysHowMuchOfTheBufferIsLost() {
    ExportedFiles files =
        new TimeloopExporter()
            .export(
                BertBase.rowsOf64(),
                BertBase.accelerator().with("bufferBytes", "400003"),
                BertBase.workload());

    assertThat(files.files().get("arch.yaml")).contains("depth: 50000,");
    assertThat(files.notes())
        .contains("Timeloop's buffer has whole rows of 8 bytes: 400003 bytes become 400000.");
  }

  @Test
  void keepsTheRulesOfTimeloopForAnySchedule() {
    for (long seed = 1; seed <= 300; seed++) {
      RandomCase drawn = RandomCase.of(seed);
      ExportedFiles files =
          new TimeloopExporter().export(drawn.schedule(), drawn.accelerator(), drawn.workload());
      for (String stage : new String[] {"logit", "attend"}) {
        TimeloopRules.check(files, stage, drawn + "\n" + files.files().get(stage + ".map.yaml"));
      }
    }
  }
}
