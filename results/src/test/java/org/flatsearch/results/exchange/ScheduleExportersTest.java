package org.flatsearch.results.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.IllegalScheduleException;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;
import org.flatsearch.spec.WordBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleExportersTest {
  @TempDir private Path folder;

  @Test
  void findsEveryFormat() {
    assertThat(ScheduleExporters.all().keySet())
        .containsExactly("accelforge", "kernel", "loopnest-c", "tileflow", "timeloop");
    assertThat(ScheduleImporters.all().keySet()).containsExactly("tileflow", "timeloop");
  }

  @Test
  void namesTheNearestFormat() {
    assertThatThrownBy(() -> ScheduleExporters.named("timelop"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("There is no export format \"timelop\"")
        .hasMessageContaining("timeloop");
    assertThatThrownBy(() -> ScheduleImporters.named("csv"))
        .hasMessageContaining("There is no import format \"csv\"");
  }

  @Test
  void makesTheFolderAndWritesTheFiles() throws IOException {
    Path out = folder.resolve("new/out");
    new ExportedFiles(Map.of("a.txt", "x\n"), List.of()).writeTo(out);

    assertThat(Files.readString(out.resolve("a.txt"))).isEqualTo("x\n");
  }

  @Test
  void saysThatAFolderIsAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> new ExportedFiles(Map.of("a", ""), List.of()).writeTo(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": the folder can't be created: ");
  }

  /** In our models, each of the cores that share an instance holds all queries of the instance. */
  @ParameterizedTest
  @ValueSource(strings = {"accelforge", "tileflow", "timeloop"})
  void sayThatACoreMovesItsOwnRowsOnly(String format) {
    AttentionSchedule rows = BertBase.rowsOf64();
    AttentionSchedule queriesHeld =
        BertBase.with(rows, Tensor.Q, Residency.inside(Dimension.INSTANCE, 1));
    String note =
        "each of the 2 cores that share an instance holds and moves its own rows of Q; here it"
            + " holds and moves all of them.";

    assertThat(notesForTwoHeads(format, queriesHeld)).anyMatch(each -> each.endsWith(note));
    assertThat(notesForTwoHeads(format, rows)).noneMatch(each -> each.contains("its own rows"));
  }

  /**
   * Keys outside rows: the statistics of 512 rows of 12 heads leave 4 times and come back 3 times.
   */
  @ParameterizedTest
  @ValueSource(strings = {"AccelForge", "TileFlow", "Timeloop"})
  void sayThatTheyKnowNoOnlineSoftmax(String tool) {
    String note =
        tool
            + " does not model an online softmax: the rescaling of the output and the statistics,"
            + " %s, are left out.";
    int statistics = 2 * 12 * 512;

    assertThat(notes(tool, BertBase.sharedKeys(Dimension.KEY, Dimension.ROW, 128)))
        .contains(note.formatted((4 + 3) * statistics + " words through DRAM"));
    assertThat(notes(tool, BertBase.sharedKeys(Dimension.ROW, Dimension.KEY, 128)))
        .contains(note.formatted("which stay on chip"));
    assertThat(notes(tool, BertBase.sharedKeys(Dimension.ROW, Dimension.KEY, 512)))
        .noneMatch(each -> each.contains("online"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AccelForge", "TileFlow", "Timeloop"})
  void sayThatRowsAreNotSharedWithoutFusion(String tool) {
    AttentionSchedule fused = BertBase.rowsOf64();
    AttentionSchedule unfused =
        BertBase.withLogitsThroughDram(fused, Residency.inside(Dimension.ROW, 1));
    String note =
        "The stages run one after the other for all rows: the row loop is not shared, as the"
            + " logits go through DRAM.";

    assertThat(notes(tool, unfused)).contains(note);
    assertThat(notes(tool, fused)).doesNotContain(note);
  }

  private static List<String> notes(String tool, AttentionSchedule schedule) {
    return ScheduleExporters.named(tool.toLowerCase(Locale.ROOT))
        .export(schedule, BertBase.accelerator(), BertBase.workload())
        .notes();
  }

  /** Two heads on four cores. */
  private static List<String> notesForTwoHeads(String format, AttentionSchedule schedule) {
    AttentionWorkload twoHeads = BertBase.workloadOfHeads(2);
    return ScheduleExporters.named(format)
        .export(schedule, BertBase.accelerator(), twoHeads)
        .notes();
  }

  /** Without them, it would be another layer or another nest. */
  @ParameterizedTest
  @ValueSource(strings = {"accelforge", "tileflow", "timeloop"})
  void refuseWhatToolsCannotExpress(String format) {
    LoopNest nest = new LoopNest();
    nest.set(BertBase.sharedKeys(Dimension.ROW, Dimension.KEY, 128));
    nest.keyPart = 256;
    nest.keyStep = 64;
    nest.place[Tensor.O.ordinal()] = Residency.Place.REGISTERS;
    AttentionWorkload causal = BertBase.workload().withMask(Mask.CAUSAL);

    assertThatThrownBy(
            () ->
                ScheduleExporters.named(format)
                    .export(nest.toSchedule(), BertBase.accelerator(), causal))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("mask causal", "keyPart 256", "keyStep 64", "O inside row in reg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AccelForge", "TileFlow", "Timeloop"})
  void noteFiguresThatToolsDoNotHave(String tool) {
    List<String> notes =
        ScheduleExporters.named(tool.toLowerCase(Locale.ROOT))
            .export(
                BertBase.rowsOf64(),
                BertBase.accelerator().with("arrays", "4"),
                BertBase.workload())
            .notes();

    assertThat(notes).anyMatch(note -> note.contains("does not model arrays 4"));
    assertThat(notes(tool, BertBase.rowsOf64())).noneMatch(note -> note.contains("left out"));
  }

  /** As many words of Q, K, V and O: 8 bytes of each four, not 5.5. AccelForge has them so. */
  @Test
  void sayHowMuchMoreMovesWhereWordsHaveOneSize() {
    AttentionWorkload sizes = BertBase.workload().withBytes(new WordBytes(2, 1, 0.5, 2), 2);
    for (String tool : List.of("TileFlow", "Timeloop")) {
      assertThat(files(tool, sizes).notes())
          .containsExactly(
              "All words have wordBytes 2 in %s: bytes.K 1, bytes.V 0.5 are left out, so that DRAM moves 1.45 times the bytes and is busy for 1.45 times the cycles."
                  .formatted(tool));
    }
    assertThat(files("AccelForge", sizes).notes()).isEmpty();
    assertThat(files("AccelForge", sizes).files().get("workload.yaml"))
        .contains("{name: K, projection: [h, p, e], bits_per_value: 8}")
        .contains("{name: V, projection: [h, p, f], bits_per_value: 4}")
        .contains("{name: Q, projection: [h, m, e]}");
  }

  private static ExportedFiles files(String tool, AttentionWorkload workload) {
    return ScheduleExporters.named(tool.toLowerCase(Locale.ROOT))
        .export(BertBase.rowsOf64(), BertBase.accelerator(), workload);
  }

  /** DRAM of Timeloop moves 4 words of 2 bytes an access, that of TileFlow 32. */
  @Test
  void writeOurEnergiesInPicojoulesForEachAccess() {
    Map<String, String> energies =
        Map.of(
            "energy.dramReadJoulesPerByte", "100e-12",
            "energy.onChipWriteJoulesPerByte", "3e-12",
            "energy.registerJoulesPerAccess", "0.5e-12",
            "energy.macJoules", "0.7e-12");
    Map<String, List<String>> actions =
        Map.of(
            "timeloop", List.of("read, energy: 800", "write, energy: 24", "read, energy: 0.5"),
            "tileflow", List.of("read, energy: 6400", "write, energy: 6", "read, energy: 3"));
    actions.forEach(
        (format, expected) ->
            assertThat(
                    ScheduleExporters.named(format)
                        .export(
                            BertBase.rowsOf64(),
                            BertBase.accelerator().with(energies),
                            BertBase.workload())
                        .files()
                        .get("ert.yaml"))
                .contains("version: 0.3\n", "{name: mac, energy: 0.7}")
                .contains(expected.stream().map(action -> "{name: " + action + "}").toList()));
  }

  /**
   * Taken from the tools: BERT-base in rows of 96 counts 576 rows in Timeloop, and 64 of 512 in
   * TileFlow, which has no ragged tiles; there, 197 tokens leave one of the sides to one element.
   */
  @Test
  void tellTheCyclesThatToolsCount() {
    AttentionWorkload bert = BertBase.workload();
    AttentionSchedule ragged = BertBase.rowsOf(96);
    assertThat(cycles("timeloop", ragged, bert)).hasValue(442_368);
    assertThat(cycles("tileflow", ragged, bert)).hasValue(393_216);
    assertThat(cycles("timeloop", BertBase.rowsOf64(), bert)).hasValue(393_216);
    assertThat(cycles("loopnest-c", ragged, bert)).isEmpty();
  }

  /** ViT-B/16 with 197 tokens on 4 words a cycle: 2 operands at 75,648 cycles, V or O at 37,824. */
  @Test
  void tellTheCyclesOfDramWhereItBindsInAStage() {
    AttentionWorkload vit = SpecCatalogue.workload("vit-b-16").with("batch", "1");
    AttentionSchedule rows = BertBase.sharedKeys(Dimension.ROW, Dimension.KEY, 197);
    AttentionSchedule whole =
        new AttentionSchedule(
            List.of(
                new TiledLoop(Dimension.INSTANCE, 1),
                new TiledLoop(Dimension.ROW, 197),
                new TiledLoop(Dimension.KEY, 197)),
            rows.logit(),
            rows.attend(),
            rows.residency());

    assertThat(cycles("timeloop", whole, vit)).hasValue(113_472);
    assertThat(cycles("tileflow", whole, vit)).hasValue(3 * 197 * 197 * 2 * 64);
  }

  private static OptionalLong cycles(
      String format, AttentionSchedule schedule, AttentionWorkload workload) {
    return ScheduleExporters.named(format).cycles(schedule, BertBase.accelerator(), workload);
  }

  @Test
  void adviseOtherTilesWhereALossIsLarge() {
    assertThat(remarks("timeloop", BertBase.rowsOf(96)))
        .anyMatch(remark -> remark.contains("442368 cycles, where 393216 are busy here"));
    assertThat(remarks("timeloop", BertBase.rowsOf64()))
        .noneMatch(remark -> remark.contains("divisors"));
  }

  private static List<String> remarks(String format, AttentionSchedule schedule) {
    return ScheduleExporters.named(format)
        .export(schedule, BertBase.accelerator(), BertBase.workload())
        .remarks();
  }

  @Test
  void needAName() {
    assertThatThrownBy(() -> ScheduleExporters.named(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("name");
  }

  static Set<String> formats() {
    return ScheduleExporters.all().keySet();
  }

  /** Files of another mapping than the schedule's would be worse than none. */
  @ParameterizedTest
  @MethodSource("formats")
  void refuseTilesThatDoNotFitTheWorkload(String format) {
    AttentionWorkload shorter = BertBase.workload().withSequence(32);

    assertThatThrownBy(
            () ->
                ScheduleExporters.named(format)
                    .export(BertBase.rowsOf64(), BertBase.accelerator(), shorter))
        .isInstanceOf(IllegalScheduleException.class)
        .hasMessageContaining("row tile 64 exceeds the 32 rows of workload");
  }
}
