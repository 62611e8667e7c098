package org.flatsearch.results.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.IllegalScheduleException;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
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
  void noteSizesOfWordsAndFiguresThatToolsDoNotHave(String tool) {
    List<String> notes =
        ScheduleExporters.named(tool.toLowerCase(Locale.ROOT))
            .export(
                BertBase.rowsOf64(),
                BertBase.accelerator().with("arrays", "4"),
                BertBase.workload().withBytes(new WordBytes(2, 1, 0.5, 2), 2))
            .notes();

    assertThat(notes)
        .anyMatch(note -> note.contains("bytes.K 1, bytes.V 0.5"))
        .anyMatch(note -> note.contains("does not model arrays 4"));
    assertThat(notes(tool, BertBase.rowsOf64())).noneMatch(note -> note.contains("left out"));
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
