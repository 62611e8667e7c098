package org.flatsearch.results.exchange.timeloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.exchange.ImportedSchedule;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeloopImporterTest {
  private static final String LOGIT =
      """
      mapping:
      - {target: DRAM,   type: temporal, factors: I=2 P=4 M=1 E=1, permutation: EMPI}
      - {target: Buffer, type: temporal, factors: 'I=1 P=3,1 M=25 E=4', permutation: EMPI}
      - {target: Buffer, type: spatial, factors: 'I=1 P=4 M=4 E=1', permutation: MPEI, split: 1}
      - {target: Regs,   type: temporal, factors: I=1 P=1 M=1 E=1, permutation: EMPI}
      """;

  private static final String ATTEND =
      """
      mapping:
      - {target: DRAM,   type: temporal, factors: I=2 P=4 M=10 F=1, permutation: MPFI}
      - {target: Buffer, type: temporal, factors: 'I=1 P=3,1 M=10 F=2', permutation: PFMI}
      - {target: Buffer, type: spatial, factors: I=1 P=4 F=4 M=1, permutation: FPMI, split: 1}
      - {target: Buffer, type: datatype, keep: [Logits, O], bypass: [V]}
      """;

  /** Attend for the 25 keys that remain if none lie on the columns of Logit. */
  private static final String ATTEND_OF_25 =
      ATTEND.replace("M=10 F=1", "M=5 F=1").replace("M=10 F=2", "M=5 F=2");

  @TempDir private Path folder;

  private ImportedSchedule read(String logit, String attend) throws IOException {
    return new TimeloopImporter()
        .read(
            List.of(
                Files.writeString(folder.resolve("logit.yaml"), logit),
                Files.writeString(folder.resolve("attend.yaml"), attend)));
  }

  @Test
  void readsTwoMappingsAsOneUnfusedSchedule() throws IOException {
    ImportedSchedule imported = read(LOGIT, ATTEND);

    assertThat(imported.extents())
        .containsEntry(Dimension.INSTANCE, 2)
        .containsEntry(Dimension.ROW, 40)
        .containsEntry(Dimension.KEY, 100)
        .containsEntry(Dimension.QUERY_DIM, 4)
        .containsEntry(Dimension.VALUE_DIM, 8);
    assertThat(imported.schedule().isFused()).isFalse();
    assertThat(imported.schedule().tile(Stage.LOGIT, Dimension.ROW)).isEqualTo(12);
    assertThat(imported.schedule().tile(Stage.ATTEND, Dimension.KEY)).isEqualTo(10);
    assertThat(imported.schedule().attend().stationarity()).isEqualTo(Stationarity.OUTPUT);
    assertThat(imported.schedule().residency())
        .containsEntry(Tensor.K, Residency.inside(Dimension.INSTANCE, 1))
        .containsEntry(Tensor.O, Residency.inside(Dimension.ROW, 1))
        .containsEntry(Tensor.V, Residency.atArray());
    assertThat(imported.notes())
        .contains("The logits go through DRAM, as neither mapping keeps them on chip.");
  }

  /** Both stages begin with the same tiles of instances and rows; then each has its own loops. */
  @Test
  void readsLogitsThatBypassDramAsAFusedSchedule() throws IOException {
    String bypass = "- {target: DRAM, type: datatype, bypass: [Logits]}\n";
    String attend = ATTEND.replace("permutation: MPFI}", "permutation: MFPI}") + bypass;

    ImportedSchedule imported = read(LOGIT + bypass, attend);

    assertThat(imported.schedule().isFused()).isTrue();
    assertThat(imported.schedule().form()).isEqualTo(SharedLoops.INSTANCE_ROW);
    assertThat(imported.notes()).anyMatch(note -> note.contains("over instance, row"));
    assertThatThrownBy(() -> read(LOGIT, attend)).hasMessageContaining("in one of the stages only");
  }

  @Test
  void namesTheConstraintsUnderWhichAMapperFindsSchedules() {
    String twice = "factors: 'I=1 P=2 M=2 E=1', permutation: MPEI, split: 0}";
    assertThatThrownBy(() -> read(LOGIT.replaceFirst("factors: 'I=1 P=4.*", twice), ATTEND))
        .hasMessageContaining("two loops lie on one side")
        .hasMessageContaining("logit.constraints.yaml");
  }

  @Test
  void ignoresASingleIterationOfALetterThatTheStageDoesNotHave() throws IOException {
    String array = "'I=1 P=4 M=4 E=1', permutation: MPEI";

    assertThat(read(LOGIT.replace(array, "'F=1 P=4', permutation: PF"), ATTEND_OF_25).schedule())
        .isEqualTo(read(LOGIT.replace(array, "P=4, permutation: P"), ATTEND_OF_25).schedule());
  }

  /** As in Timeloop: a split counts letters of the permutation, from the innermost loop. */
  @Test
  void placesDimensionsThatThePermutationLeavesOutOutermost() throws IOException {
    String array = "'I=1 P=4 M=4 E=1', permutation: MPEI";
    String whole = LOGIT.replace(array, "'I=1 P=4 M=1 E=1', permutation: MPEI");
    String part = LOGIT.replace(array, "'I=1 P=4 M=1 E=1', permutation: MP");

    assertThat(read(part, ATTEND_OF_25).schedule()).isEqualTo(read(whole, ATTEND_OF_25).schedule());
  }

  /** Timeloop would forget the first. */
  @Test
  void refusesASecondDirectiveForTheSameLoops() {
    for (String loops :
        List.of(
            "target: DRAM, type: temporal, factors: M=2, permutation: M",
            "target: Buffer, type: temporal, factors: E=2, permutation: E",
            "target: Buffer, type: spatial, factors: M=4, permutation: M",
            "target: Regs, type: temporal")) {
      assertThatThrownBy(() -> read(LOGIT + "- {" + loops + "}\n", ATTEND))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageEndingWith(
              "/mapping/4: a second directive for the %s loops of %s, of which Timeloop"
                      .formatted(loops.split("[:,] *")[3], loops.split("[:,] *")[1])
                  + " reads only the last; put all these loops into one.");
    }
  }

  @Test
  void takesTheLastWordOnWhetherATensorBypassesTheBuffer() throws IOException {
    String keep = "- {target: Buffer, type: datatype, keep: [V], bypass: [O]}\n";
    String before = ATTEND.replace("mapping:\n", "mapping:\n" + keep);

    assertThat(read(LOGIT, before).schedule()).isEqualTo(read(LOGIT, ATTEND).schedule());
    assertThat(read(LOGIT, ATTEND + keep).schedule().residency())
        .containsEntry(Tensor.O, Residency.atArray())
        .containsEntry(Tensor.V, Residency.inside(Dimension.KEY, 1));
    String ofOthers = "- {target: Buffer, type: datatype, keep: [O]}\n";
    assertThat(read(LOGIT, ATTEND + ofOthers)).isEqualTo(read(LOGIT, ATTEND));
  }

  @Test
  void refusesNumbersThatAreNoCounts() {
    for (String split :
        List.of("1e999", "1e999999999", "1e99999999999", ".inf", "-.inf", ".nan", "1.5", "0x10")) {
      assertThatThrownBy(() -> read(LOGIT.replace("split: 1", "split: " + split), ATTEND))
          .as(split)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("logit.yaml");
    }
  }

  @Test
  void readsWhatBypassesTheBufferWhereverTheDirectiveStands() throws IOException {
    String bypass = "- {target: Buffer, type: datatype, keep: [Logits, O], bypass: [V]}\n";
    String first = ATTEND.replace(bypass, "").replace("mapping:\n", "mapping:\n" + bypass);

    assertThat(read(LOGIT, first).schedule()).isEqualTo(read(LOGIT, ATTEND).schedule());
  }

  @Test
  void saysThatRowsAreNoLongerSpreadOverCores() throws IOException {
    String cores = "- {target: DRAM, type: spatial, factors: I=2 P=2, permutation: IP}\n";
    String dram = "- {target: DRAM,   type: temporal, factors: I=2 P=4";
    String dramOfCore = cores + "- {target: DRAM,   type: temporal, factors: I=1 P=2";

    assertThat(read(LOGIT.replace(dram, dramOfCore), ATTEND.replace(dram, dramOfCore)).notes())
        .filteredOn(note -> note.startsWith("The mapping spreads "))
        .containsExactly(
            "The mapping spreads rows over 2 cores; a schedule deals rows only where its stages"
                + " share their loop, and here it deals instances alone.");
  }

  @Test
  void saysWhatElseIsNoLongerSpreadOverCores() throws IOException {
    String cores = "- {target: DRAM, type: spatial, factors: 'M=5 F=2', permutation: MF}\n";
    String attend = ATTEND.replace("M=10 F=1", "M=2 F=1").replace("M=10 F=2", "M=10 F=1");
    String logit = LOGIT.replace("M=25 E=4", "M=25 E=2");

    assertThat(
            read(logit + cores.replace("M=5 F=2", "M=1 E=2").replace("MF", "ME"), attend + cores)
                .notes())
        .filteredOn(note -> note.startsWith("The mapping spreads "))
        .containsExactly(
            "The mapping spreads 'queryDim' of logit over 2 cores; a schedule deals only instances"
                + " and rows, so here each core runs all its tiles.",
            "The mapping spreads 'valueDim' of attend over 2 cores; a schedule deals only instances"
                + " and rows, so here each core runs all its tiles.",
            "The mapping spreads 'key' of attend over 5 cores; a schedule deals only instances and"
                + " rows, so here each core runs all its tiles.");
  }

  /** As in Timeloop: its mapper writes no =, and its parser ignores separators and comments. */
  @Test
  void readsFactorsAsTimeloopDoes() throws IOException {
    AttentionSchedule schedule = read(LOGIT, ATTEND).schedule();
    String dram = "I=2 P=4 M=1 E=1, permutation: EMPI";
    String registers = ", factors: I=1 P=1 M=1 E=1, permutation: EMPI";

    for (String factors :
        List.of(
            "I2 P4 M1 E1",
            "'I2 P 4 M=1 E==1'",
            "'I=2, P=4; M=1,E=1'",
            "'I=2 P=4 M=1 E=1 # F is not here'",
            "I=2 P=4")) {
      String logit = LOGIT.replace(dram, factors + ", permutation: EMPI");
      assertThat(read(logit, ATTEND).schedule()).as(factors).isEqualTo(schedule);
    }
    for (String permutation : List.of("'E,M,P,I'", "E M P I", "PI", "P")) {
      String logit =
          LOGIT.replace("M=1 E=1, permutation: EMPI", "M=1 E=1, permutation: " + permutation);
      assertThat(read(logit, ATTEND).schedule()).as(permutation).isEqualTo(schedule);
    }
    for (String rest : List.of("", ", factors: ''", ", factors: I=1 P=1", ", permutation: EMPI")) {
      assertThat(read(LOGIT.replace(registers, rest), ATTEND).schedule())
          .as(rest)
          .isEqualTo(schedule);
    }
    assertThat(LOGIT).contains(dram, registers);
  }

  @Test
  void refusesLoopsWhoseOrderTimeloopTakesFromTheProblem() {
    assertThatThrownBy(() -> read(LOGIT.replaceFirst(", permutation: EMPI", ""), ATTEND))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith(
            "/mapping/0: the permutation lacks I, P, so the order of their loops is unknown.");
    assertThatThrownBy(() -> read(LOGIT.replace("MPEI, split", "MEI, split"), ATTEND))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith(
            "/mapping/2: the permutation lacks P, so the place of its loop is unknown.");
    assertThatThrownBy(() -> read(LOGIT.replace("EMPI", "EMPIE"), ATTEND))
        .hasMessageEndingWith("letter E comes twice; each factor needs one letter.");
    assertThatThrownBy(() -> read(LOGIT.replace("P=4 M=1 E=1,", "P=0 M=1 E=1,"), ATTEND))
        .hasMessageEndingWith(
            "/mapping/0/factors: factor P is 0, which means the full dimension in Timeloop; write"
                + " its size.");
  }

  @Test
  void quotesOnlyTheBeginningOfALongFactor() {
    String rest = "9".repeat(60) + "\u2026; it must be from 1 to 2147483647.";
    assertThatThrownBy(() -> read(LOGIT.replace("P=3,1", "P=" + "9".repeat(5000)), ATTEND))
        .hasMessageEndingWith("/factors: factor P is " + rest);
  }

  @Test
  void tellsFactorsThatAreLeftOpenFromThoseThatAreNoNumbers() {
    for (String open : List.of("P=?", "P=X", "P=_x2")) {
      assertThatThrownBy(() -> read(LOGIT.replace("P=3,1", open), ATTEND))
          .as(open)
          .hasMessageContaining("factor P is '" + open.substring(2) + "', which leaves it open");
    }
    for (String wrong : List.of("P=4M=1", "P=0x8", "P4M1")) {
      String value = wrong.replace("=", " ").replaceFirst("P ?", "").replace(" ", "=");
      assertThatThrownBy(() -> read(LOGIT.replaceFirst("P=4 M=1", wrong), ATTEND))
          .as(wrong)
          .hasMessageEndingWith(
              "/mapping/0/factors: factor P is '%s', which is no number; put a blank after each"
                      .formatted(value.split("=")[0])
                  + " factor, as in \"M=8 E=1\".");
    }
  }

  @Test
  void saysThatABypassOfAnotherLevelIsLeftOut() throws IOException {
    String bypass = "- {target: %s, type: datatype, bypass: [Q, K]}\n";

    ImportedSchedule imported = read(LOGIT + bypass.formatted("Regs"), ATTEND);

    assertThat(imported.schedule()).isEqualTo(read(LOGIT, ATTEND).schedule());
    assertThat(imported.notes())
        .anyMatch(note -> note.contains("that Q, K of logit bypass Regs is left out"));
    assertThat(read(LOGIT + bypass.formatted("Buffer"), ATTEND).notes())
        .noneMatch(note -> note.contains("bypass"));
    String keep = "- {target: Regs, type: datatype, keep: [V]}\n";
    assertThat(read(LOGIT, ATTEND + keep)).isEqualTo(read(LOGIT, ATTEND));
  }

  /** Timeloop's own mapper writes the innermost level first. */
  @Test
  void readsLevelsFromTheInnermostOutwardsIfDramIsLast() throws IOException {
    ImportedSchedule imported = read(reversed(LOGIT), reversed(ATTEND));

    assertThat(imported.schedule()).isEqualTo(read(LOGIT, ATTEND).schedule());
    assertThat(imported.notes()).isEqualTo(read(LOGIT, ATTEND).notes());
  }

  @Test
  void takesTheOrderOfLevelsFromTheArchitecture() throws IOException {
    String logit = reversed(LOGIT).replace("DRAM, ", "Main, ");
    String attend = reversed(ATTEND).replace("DRAM, ", "Main, ");
    Path architecture =
        Files.writeString(
            folder.resolve("arch.yaml"),
            """
            architecture:
              subtree:
              - name: system
                local: [ {name: Main, class: DRAM} ]
                subtree:
                - name: chip
                  local: [ {name: 'Buffer[0..3]'}, {name: 'Regs[0..63]'}, {name: 'MAC[0..63]'} ]
            """);
    List<Path> both =
        List.of(
            architecture,
            Files.writeString(folder.resolve("l.yaml"), logit),
            Files.writeString(folder.resolve("a.yaml"), attend));
    ImportedSchedule imported = new TimeloopImporter().read(both);

    assertThat(imported.schedule()).isEqualTo(read(LOGIT, ATTEND).schedule());
    assertThat(imported.notes()).isEqualTo(read(LOGIT, ATTEND).notes());
    Files.writeString(both.get(1), LOGIT);
    assertThatThrownBy(() -> new TimeloopImporter().read(both))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "/mapping/0/target: must be one of the levels of the architecture, Main,"
                + " Buffer, Regs, MAC, found the string \"DRAM\"");
  }

  @Test
  void saysWhichLevelItTakesForWhichIfNoneIsCalledDram() throws IOException {
    ImportedSchedule imported =
        read(LOGIT.replace("DRAM, ", "Main, "), ATTEND.replace("DRAM, ", "Main, "));

    assertThat(imported.schedule()).isEqualTo(read(LOGIT, ATTEND).schedule());
    assertThat(imported.notes())
        .contains(
            "No level is called DRAM, so the order of the directives counts: it takes 'Main' for"
                + " DRAM, 'Buffer' for the buffer, 'Regs' for the registers. If that is wrong, name"
                + " the file with the architecture, too.");
  }

  private static String reversed(String mapping) {
    List<String> lines = new ArrayList<>(mapping.lines().skip(1).toList());
    Collections.reverse(lines);
    return "mapping:\n" + String.join("\n", lines) + "\n";
  }

  @Test
  void refusesDirectivesThatItWouldMisread() {
    assertThatThrownBy(() -> read(LOGIT, ATTEND.replace("bypass: [V]", "bypas: [V]")))
        .hasMessageEndingWith("/mapping/3/bypas: unknown field. Did you mean bypass?");
    assertThatThrownBy(() -> read(LOGIT, ATTEND.replace("[Logits, O]", "[Logits, V]")))
        .hasMessageEndingWith("/mapping/3: V is under both keep and bypass; take it out of one.");
    assertThatThrownBy(() -> read(LOGIT, ATTEND.replace("[Logits, O]", "[Logit]")))
        .hasMessageContaining("/mapping/3/keep/0: must be a tensor of the attend stage");
    assertThatThrownBy(
            () -> read(LOGIT.replace("DRAM, ", "L2, ").replace("Buffer, ", "DRAM, "), ATTEND))
        .hasMessageEndingWith(
            "/mapping/1/target: DRAM comes after L2 and before others; the directives must name the"
                + " levels from the outermost to the innermost, or the other way round.");
    assertThatThrownBy(() -> read(LOGIT.replace("DRAM, ", "D".repeat(101) + ", "), ATTEND))
        .hasMessageContaining("/mapping/0/target: must be the name of a memory level, of 1 to 100");
    String cores = "- {target: DRAM, type: spatial, factors: P=1, permutation: P, split: -1}\n";
    assertThatThrownBy(() -> read(LOGIT + cores, ATTEND))
        .hasMessageContaining("/mapping/4/split: must be a whole number from 0 to 1, found -1");
    String logit = LOGIT + "- {target: Bufer, type: datatype, bypass: [K]}\n";
    assertThatThrownBy(() -> read(logit, ATTEND))
        .hasMessageContaining(
            "/mapping/4/target: must be one of the levels that have loops, DRAM, Buffer, Regs");
  }

  @Test
  void saysWhereAMappingIsNoSchedule() {
    assertThatThrownBy(() -> read(LOGIT, LOGIT))
        .hasMessageContaining("attend.yaml")
        .hasMessageContaining("a second mapping of the logit stage");
    assertThatThrownBy(() -> read(LOGIT, "problem: {}"))
        .hasMessage(
            "a schedule needs the mappings of both stages, logit and attend; none of the files has"
                + " that of attend. Name it, too.");
    assertThatThrownBy(() -> read(LOGIT, ATTEND.replace("M=10 F=1", "M=20 F=1")))
        .hasMessageMatching(
            ".+logit.yaml and .+attend.yaml: the extents of 'key' are 100 in Logit and 200 in"
                + " Attend; .*");
    assertThatThrownBy(
            () ->
                read(
                    LOGIT.replace(
                        "I=1 P=4 M=4 E=1', permutation: MPEI", "P=4 M=4 F=4', permutation: MPF"),
                    ATTEND))
        .hasMessageContaining("in the logit stage, there is no loop over 'valueDim', but one of 4");
    assertThatThrownBy(
            () -> read(LOGIT.replace("permutation: EMPI", "permutation: [E, M]"), ATTEND))
        .hasMessageContaining("/mapping/0/permutation: must be a string");
    assertThatThrownBy(() -> read(LOGIT.replace("P=3,1", "P=1,3"), ATTEND))
        .hasMessageContaining("the last factor of P is 3 but at most 1 fits");
    assertThatThrownBy(
            () -> read(LOGIT.replace("bypass", "skew").replace("P=4 M=1", "X=4 M=1"), ATTEND))
        .hasMessageContaining("there is no dimension X");
    assertThatThrownBy(() -> read(LOGIT, ATTEND.replace("bypass: [V]", "bypass: [K]")))
        .hasMessageContaining("/mapping/3/bypass/0: must be a tensor of the attend stage");
    assertThatThrownBy(() -> read(LOGIT.replace("M=25", "M=1000000000"), ATTEND))
        .hasMessageContaining(
            "the loops over 'key' have 4000000000 iterations, more than 2147483647");
    assertThatThrownBy(() -> read(LOGIT.replaceAll("Buffer|Regs", "DRAM"), ATTEND))
        .hasMessageContaining("logit stage, there are directives for fewer than two memory levels");
    String innermost =
        "- {target: MAC, type: temporal, factors: I=1 P=1 M=1 E=1, permutation: EMPI}";
    assertThatThrownBy(() -> read(LOGIT + innermost, ATTEND))
        .hasMessageContaining("/mapping/4: a fourth memory level; a schedule has DRAM,");
  }
}
