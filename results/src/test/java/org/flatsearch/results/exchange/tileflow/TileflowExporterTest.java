package org.flatsearch.results.exchange.tileflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.results.exchange.BertBase;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.RandomCase;
import org.flatsearch.results.exchange.ScheduleExporter;
import org.flatsearch.results.exchange.accelforge.AccelforgeExporter;
import org.flatsearch.results.exchange.levels.PeerCosts;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
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
    assertThat(files.files())
        .containsOnlyKeys("arch.yaml", "ert.yaml", "prob.yaml", "map.yaml", "cfg.yaml");
    // 3·8 tiles of 4·32·64 cycles and two stages: 393,216, the lower bound.
    assertThat(files.files().get("map.yaml"))
        .endsWith(
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

  @Test
  void writesAttentionAsTwoProductsThatShareTheLogits() {
    assertThat(export(BertBase.rowsOf64()).files().get("prob.yaml"))
        .endsWith(
            """
            problem:
              io: {ins: "Q, K, V", outs: O}
              dimensions: [B,H,M,N,A,L]
              instance: {B: 1, H: 12, M: 512, N: 64, A: 64, L: 512}
              ops:
              - name: ProduceC
                dimensions: [B,H,A,L,M]
                data-spaces:
                - {name: C, projection: [ [[B]], [[H]], [[M]], [[L]] ], read-write: True}
                - {name: K, projection: [ [[B]], [[H]], [[A]], [[L]] ]}
                - {name: Q, projection: [ [[B]], [[H]], [[M]], [[A]] ]}
                ins: K, Q
                out: C
              - name: ProduceO
                dimensions: [B,H,L,N,M]
                data-spaces:
                - {name: O, projection: [ [[B]], [[H]], [[M]], [[N]] ], read-write: True}
                - {name: V, projection: [ [[B]], [[H]], [[L]], [[N]] ]}
                - {name: C, projection: [ [[B]], [[H]], [[M]], [[L]] ]}
                ins: C, V
                out: O
            """);
  }

  @Test
  void runsStagesOneAfterTheOtherIfEitherStreams() {
    AttentionSchedule rows = BertBase.rowsOf64();
    AttentionSchedule logitStreams =
        new AttentionSchedule(
            rows.shared(),
            BertBase.streamedKeys().logit(),
            rows.attend(),
            BertBase.with(rows, Tensor.K, Residency.inside(Dimension.KEY, 1)).residency());

    assertThat(export(rows).files().get("map.yaml")).contains("type: Sharing");
    assertThat(export(logitStreams).files().get("map.yaml"))
        .contains("type: Sequential")
        .containsOnlyOnce("factors: L=4\n");
    assertThat(export(logitStreams).notes())
        .containsExactly(
            "TileFlow's Sequential scope evicts the operands of attend while the other stage runs:"
                + " they are fetched again in each iteration of 'row'; in a schedule they stay.");
  }

  /** TileFlow asserts that all children of a scope target one level; cores have a tile of DRAM. */
  @Test
  void givesEachStageATileOfDramOnASingleCoreIfEitherStreams() {
    AttentionSchedule rows = BertBase.rowsOf64();
    AttentionSchedule logitStreams =
        new AttentionSchedule(
            rows.shared(),
            BertBase.streamedKeys().logit(),
            rows.attend(),
            BertBase.with(rows, Tensor.K, Residency.inside(Dimension.KEY, 1)).residency());

    ExportedFiles files =
        new TileflowExporter()
            .export(logitStreams, BertBase.accelerator().with("cores", "1"), BertBase.workload());

    TileflowRules.check(files, files.files().get("map.yaml"));
    assertThat(files.files().get("map.yaml"))
        .contains(
            """
                - node-type: Tile
                  type: temporal
                  target: DRAM
                  factors: L=1
                  permutation: L
                  bypass: [C]
            """
                .indent(0));
  }

  @Test
  void writesNoMeshNorTileOfASingleCore() {
    Map<String, String> files =
        new TileflowExporter()
            .export(
                BertBase.rowsOf64(), BertBase.accelerator().with("cores", "1"), BertBase.workload())
            .files();

    assertThat(files.get("arch.yaml"))
        .contains("{name: \"SRAM\", class: SRAM, attributes: {width:");
    assertThat(files.get("map.yaml").split("type: Spatial")).as("the array's").hasSize(3);
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
        .containsPattern("bypass: \\[C]\\s+profile: False\n");
  }

  /**
   * Keys in two shared tiles would evict K and V in each tile of rows, which the schedule keeps.
   */
  @Test
  void holdsAllKeysIfTheScheduleKeepsThemWhileRowsGoBy() {
    AttentionSchedule kept = keysKept(256, 64);

    ExportedFiles files = export(kept);

    assertThat(files.files().get("map.yaml")).endsWith(mapping(BertBase.rowsOf64()));
    assertThat(files.notes()).containsExactly(movedOnce("key"));
  }

  /** DRAM loops of Attend would evict K and V in each tile of rows. */
  @Test
  void holdsWholeTilesOfOutputIfTheScheduleKeepsKeysWhileRowsGoBy() {
    ExportedFiles files = export(keysKept(512, 32));

    assertThat(files.files().get("map.yaml")).endsWith(mapping(BertBase.rowsOf64()));
    assertThat(files.notes()).containsExactly(movedOnce("valueDim of attend"));
  }

  @Test
  void turnsTheArrayAndLosesSlotsAlsoWhereItHoldsAllKeys() {
    AttentionSchedule kept =
        transposed(
            BertBase.with(keysKept(256, 64), Tensor.K, Residency.inside(Dimension.INSTANCE, 2)));

    ExportedFiles files = export(kept);

    assertThat(files.files().get("map.yaml")).endsWith(mapping(transposed(BertBase.rowsOf64())));
    assertThat(files.notes()).containsExactly(movedOnce("key"));
    assertThat(files.remarks()).anyMatch(remark -> remark.contains("those of K 2"));
  }

  private static AttentionSchedule transposed(AttentionSchedule schedule) {
    StageLoops logit = schedule.logit();
    return new AttentionSchedule(
        schedule.shared(),
        new StageLoops(logit.loops(), logit.stationarity(), true),
        schedule.attend(),
        schedule.residency());
  }

  @Test
  void saysThatKeysMoveAgainIfThereIsNoRoomToHoldThem() {
    Accelerator small = BertBase.accelerator().with("bufferBytes", "150KiB");

    ExportedFiles files =
        new TileflowExporter().export(keysKept(16, 64), small, BertBase.workload());

    assertThat(files.files().get("map.yaml")).contains("factors: B=1 H=3 M=8 L=32\n");
    assertThat(files.notes())
        .contains(
            "TileFlow holds K where the loops put it: its words move in 8 visits, not 1.",
            "TileFlow holds V where the loops put it: its words move in 8 visits, not 1.");
  }

  /** What holds all rows and a tile of keys needs no tiles of its own head dimensions either. */
  @Test
  void holdsAllRowsIfTheScheduleDoesWhileKeysGoBy() {
    AttentionSchedule keysOutside = BertBase.sharedKeys(Dimension.KEY, Dimension.ROW, 16);
    Map<Tensor, Residency> residency = new EnumMap<>(keysOutside.residency());
    residency.put(Tensor.K, Residency.inside(Dimension.QUERY_DIM, 1));
    AttentionSchedule inHalves =
        new AttentionSchedule(
            List.of(
                new TiledLoop(Dimension.INSTANCE, 1),
                new TiledLoop(Dimension.KEY, 16),
                new TiledLoop(Dimension.ROW, 512)),
            new StageLoops(
                List.of(new TiledLoop(Dimension.QUERY_DIM, 32)), Stationarity.OUTPUT, false),
            keysOutside.attend(),
            residency);

    ExportedFiles files = export(inHalves);

    assertThat(files.files().get("map.yaml"))
        .contains("factors: B=1 H=3 L=32 M=1\n", "type: Sharing\n");
    assertThat(files.notes()).startsWith(movedOnce("queryDim of logit")).hasSize(2);
  }

  /** Rows of 64 and keys in shared tiles; K and V are held for a whole head. */
  private static AttentionSchedule keysKept(int keys, int valueDims) {
    AttentionSchedule shared = BertBase.sharedKeys(Dimension.ROW, Dimension.KEY, keys);
    Map<Tensor, Residency> residency = new EnumMap<>(shared.residency());
    residency.put(Tensor.K, Residency.inside(Dimension.INSTANCE, 1));
    residency.put(Tensor.V, Residency.inside(Dimension.INSTANCE, 1));
    residency.put(Tensor.O, Residency.inside(Dimension.VALUE_DIM, 1));
    StageLoops attend =
        new StageLoops(
            List.of(new TiledLoop(Dimension.VALUE_DIM, valueDims)), Stationarity.INPUT, false);
    return new AttentionSchedule(shared.shared(), shared.logit(), attend, residency);
  }

  private static String mapping(AttentionSchedule schedule) {
    return export(schedule).files().get("map.yaml");
  }

  private static String movedOnce(String loops) {
    return "TileFlow would move other words. There is room to hold whole tiles, so these loops go"
        + " to the array: "
        + loops
        + ".";
  }

  /** 197 is prime: without padding, each side of the array would get one element. */
  @Test
  void padsPrimeLengthsAndSaysWhatThatSaves() {
    AttentionWorkload prime = BertBase.workload().withSequence(197);
    AttentionSchedule whole = BertBase.sharedKeys(Dimension.ROW, Dimension.KEY, 197);
    AttentionSchedule schedule =
        new AttentionSchedule(
            List.of(
                new TiledLoop(Dimension.INSTANCE, 1),
                new TiledLoop(Dimension.ROW, 197),
                new TiledLoop(Dimension.KEY, 197)),
            whole.logit(),
            whole.attend(),
            whole.residency());
    TileflowExporter exporter = new TileflowExporter();

    String suggestion = exporter.export(schedule, BertBase.accelerator(), prime).notes().toString();
    ExportedFiles padded = exporter.exportPadded(schedule, BertBase.accelerator(), prime);

    // 3 instances a core, 13 * 13 passes of 64 cycles, two stages; else 197 * 197 passes.
    assertThat(suggestion)
        .contains("--pad", "197 to 208 (5.6% more)", "64896 cycles, not 14902656");
    assertThat(padded.notes().toString()).contains("is padded: row 197 to 208 (5.6% more), key");
    assertThat(padded.files().get("prob.yaml")).contains("M: 208").contains("L: 208");
    assertThat(padded.files().get("map.yaml")).contains("# NOTE: The problem is padded");
  }

  @Test
  void takesBandwidthsInWordsACycleAndSizesInKilobytes() {
    String architecture = export(BertBase.rowsOf64()).files().get("arch.yaml");

    assertThat(architecture)
        .startsWith("# Accelerator ")
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
    AttentionWorkload oneHead = BertBase.workloadOfHeads(1);
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
    ExportedFiles unfused =
        export(
            BertBase.withLogitsThroughDram(
                BertBase.rowsOf64(), Residency.inside(Dimension.ROW, 1)));
    assertThat(unfused.files().get("map.yaml"))
        .contains("mapping:\n  node-type: Scope\n  type: Sequential\n");
    assertThat(unfused.notes())
        .contains(
            "TileFlow does not model softmax: the traffic of its pass over DRAM is left out.");
  }

  /** 512 rows and keys of logits, and rows and keys of 64, in words of 2 bytes. */
  @Test
  void saysThatTileFlowStopsWhereAStageExceedsTheBuffer() {
    String stops =
        "TileFlow stops: tiles of Q, K, logits take 655360 bytes, 262144 more than the buffer has.";
    assertThat(export(BertBase.rowsOf(512)).obstacle()).hasValue(stops);
    assertThat(export(BertBase.rowsOf(512)).notes()).containsExactly(stops);
    // Q, K and logits take 352 KiB; V and O, with room for the next tile, are beside them.
    ExportedFiles together = export(BertBase.rowsOf(256));
    assertThat(together.obstacle()).isEmpty();
    assertThat(together.notes())
        .containsExactly(
            "The tiles of both stages together exceed the buffer by 98304 bytes; TileFlow does not"
                + " say so.");
  }

  @Test
  void saysIfTheBufferInKilobytesIsTooSmallForWhatIsHeld() {
    AttentionSchedule schedule = BertBase.rowsOf(1);
    Accelerator accelerator = BertBase.accelerator();
    long held = (long) PeerCosts.of(schedule, accelerator, BertBase.workload()).footprintBytes();
    assertThat(held % 1024).isBetween(1L, 1022L);
    long kilobytes = held / 1024;

    for (long bytes : new long[] {held, held + 1}) {
      assertThat(notesWithBuffer(schedule, bytes))
          .containsExactly(
              "TileFlow counts buffers in KB: %s bytes become %s KB, less than the %s bytes that are"
                      .formatted(bytes, kilobytes, held)
                  + " held.");
    }
    assertThat(notesWithBuffer(schedule, held - 1))
        .as("too small anyway")
        .contains(
            "TileFlow counts buffers in KB: %s bytes become %s KB.".formatted(held - 1, kilobytes));
    assertThat(notesWithBuffer(schedule, held + 1025))
        .containsExactly(
            "TileFlow counts buffers in KB: %s bytes become %s KB."
                .formatted(held + 1025, kilobytes + 1));
  }

  @Test
  void takesABufferOfWholeKilobytesForLargeEnough() {
    AttentionSchedule schedule = BertBase.rowsOf64();
    long held =
        (long) PeerCosts.of(schedule, BertBase.accelerator(), BertBase.workload()).footprintBytes();
    assertThat(held % 1024).isZero();

    assertThat(notesWithBuffer(schedule, held + 1))
        .containsExactly(
            "TileFlow counts buffers in KB: %s bytes become %s KB."
                .formatted(held + 1, held / 1024));
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
