package org.flatsearch.results.exchange.tileflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.flatsearch.results.exchange.BertBase;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.RandomCase;
import org.flatsearch.results.exchange.ScheduleExporter;
import org.flatsearch.results.exchange.accelforge.AccelforgeExporter;
import org.flatsearch.results.exchange.levels.PeerCosts;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;

class TileflowExporterTest {
  private static ExportedFiles export(AttentionSchedule schedule) {
    return new TileflowExporter().export(schedule, BertBase.accelerator(), BertBase.workload());
  }

  @Test
  void writesRowsWithResidentKeysAsTileFlowExpectsThem() {
    ExportedFiles files = export(BertBase.rowsOf64());

    assertThat(files.notes()).isEmpty();
    assertThat(files.files()).containsOnlyKeys("arch.yaml", "prob.yaml", "map.yaml", "cfg.yaml");
    // 3·8 tiles of 4·32·64 cycles and two stages: 393,216, the lower bound.
    assertThat(files.files().get("map.yaml"))
        .isEqualTo(
            """
            mapping:
              node-type: Tile
              type: temporal
              target: DRAM
              factors: B=1 H=3 M=8 L=1
              permutation: LMHB
              subtree:
              - node-type: Scope
                type: Sharing
                subtree:
            """
                + branch("A", "ProduceC")
                + branch("N", "ProduceO"));
  }

  private static String branch(String inner, String operator) {
    return """
    - node-type: Tile
      type: Spatial
      target: DRAM
      factors: M=1 H=4
      permutation: HM
      split: 1
      subtree:
      - node-type: Tile
        type: temporal
        target: SRAM
        factors: H=1 M=4 L=32 X=64
        permutation: XLMH
        subtree:
        - node-type: Tile
          type: Spatial
          target: SRAM
          factors: M=16 L=16
          permutation: LM
          split: 1
          subtree:
          - node-type: Tile
            type: temporal
            target: RF
            factors: M=1 L=1 X=1
            permutation: XLM
            subtree:
            - {node-type: Op, name: OP}
    """
        .indent(4)
        .replace('X', inner.charAt(0))
        .replace("OP", operator);
  }

  @Test
  void writesStreamedKeysAsASequentialScopeWithADramTileEach() {
    String mapping = export(BertBase.streamedKeys()).files().get("map.yaml");

    assertThat(mapping)
        .contains("type: Sequential")
        .contains("factors: L=4\n")
        .contains("bypass: [C]\n");
  }

  @Test
  void takesBandwidthsInWordsACycleAndSizesInKilobytes() {
    String architecture = export(BertBase.rowsOf64()).files().get("arch.yaml");

    assertThat(architecture)
        .contains("word-bits: 16, block-size: 32, read_bandwidth: 4, write_bandwidth: 4")
        .contains("{name: \"SRAM[0..3]\", class: SRAM, attributes: {meshX: 4, meshY: 1, width: 16,")
        .contains("read_bandwidth: 64, sizeKB: 384}")
        .contains("{name: \"RF[0..1023]\", class: regfile, attributes: {meshX: 64, meshY: 16,");
  }

  @Test
  void roundsTilesThatDoNotDivideAndSaysSoInTheFile() {
    AttentionSchedule schedule = BertBase.rowsOf(100);
    ExportedFiles files = export(schedule);

    String note =
        "TileFlow has no ragged tiles: the shared tile 100 of 'row' does not divide 512 and becomes"
            + " 64.";
    assertThat(files.notes()).isEqualTo(List.of(note));
    assertThat(files.files().get("map.yaml")).startsWith("# NOTE: " + note + "\n");
  }

  @Test
  void saysThatLoadsMayBeCountedOnceForSeveralCores() {
    AttentionWorkload oneHead =
        BertBase.workload().with(Map.of("queryHeads", "1", "keyValueHeads", "1"));
    for (ScheduleExporter exporter : List.of(new TileflowExporter(), new AccelforgeExporter())) {
      for (boolean multicast : new boolean[] {false, true}) {
        Accelerator accelerator =
            BertBase.accelerator().with("multicast", String.valueOf(multicast));
        List<String> notes = exporter.export(BertBase.rowsOf64(), accelerator, oneHead).notes();
        assertThat(notes.toString().contains("Each core loads K and V for itself; "))
            .as(exporter.format())
            .isEqualTo(!multicast);
      }
    }
  }

  @Test
  void saysWhatItCannotExpress() {
    RandomCase streamed = RandomCase.onOneCore(4).withDividingTiles();
    assertThat(
            new TileflowExporter()
                .export(streamed.schedule(), streamed.accelerator(), streamed.workload())
                .notes())
        .isNotEmpty();
    assertThat(export(BertBase.rowsOf(512)).notes())
        .containsExactly(
            "The tiles of both stages together exceed the buffer by 458752 bytes; TileFlow may not"
                + " say so.");
  }

  @Test
  void saysIfTheBufferInKilobytesIsTooSmallForWhatIsHeld() {
    AttentionSchedule schedule = BertBase.rowsOf(1);
    Accelerator accelerator = BertBase.accelerator();
    long held = (long) PeerCosts.of(schedule, accelerator, BertBase.workload()).footprintBytes();
    assertThat(held % 1024).isBetween(1L, 1022L);
    long kilobytes = held / 1024;

    assertThat(notesWithBuffer(schedule, held + 1))
        .containsExactly(
            "TileFlow counts buffers in KB: %s bytes become %s KB, less than the %s bytes that are"
                    .formatted(held + 1, kilobytes, held)
                + " held.");
    assertThat(notesWithBuffer(schedule, held + 1025))
        .containsExactly(
            "TileFlow counts buffers in KB: %s bytes become %s KB."
                .formatted(held + 1025, kilobytes + 1));
  }

  private static List<String> notesWithBuffer(AttentionSchedule schedule, long bytes) {
    Accelerator accelerator = BertBase.accelerator().with("bufferBytes", String.valueOf(bytes));
    return new TileflowExporter().export(schedule, accelerator, BertBase.workload()).notes();
  }

  @Test
  void countsTheColumnsOfManyCoresAndTheBitsOfLongWords() {
    Accelerator large =
        BertBase.accelerator()
            .with(Map.of("cores", "4096", "columns", "1048576", "rows", "1048576"));
    AttentionWorkload wide = BertBase.workload().with("wordBytes", "1073741824");

    assertThat(
            new TileflowExporter()
                .export(BertBase.rowsOf(512), large, wide)
                .files()
                .get("arch.yaml"))
        .contains("meshX: 4294967296, meshY: 1048576", "word-bits: 8589934592");
  }

  @Test
  void keepsTheRulesOfTileFlowForAnySchedule() {
    for (long seed = 1; seed <= 300; seed++) {
      RandomCase drawn = RandomCase.of(seed);
      ExportedFiles files =
          new TileflowExporter().export(drawn.schedule(), drawn.accelerator(), drawn.workload());
      TileflowRules.check(files, drawn + "\n" + files.files().get("map.yaml"));
    }
  }
}
