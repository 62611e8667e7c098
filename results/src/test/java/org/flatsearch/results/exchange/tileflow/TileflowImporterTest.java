package org.flatsearch.results.exchange.tileflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.exchange.BertBase;
import org.flatsearch.results.exchange.ImportedSchedule;
import org.flatsearch.results.exchange.RandomCase;
import org.flatsearch.results.exchange.RoundTrip;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class TileflowImporterTest {
  private static final String EXAMPLE = TileflowExample.MAPPING;

  @TempDir private Path folder;

  private ImportedSchedule read(String mapping) throws IOException {
    return new TileflowImporter()
        .read(List.of(Files.writeString(folder.resolve("map.yaml"), mapping)));
  }

  @Test
  void readsAMappingOfTileFlowsOwn() throws IOException {
    ImportedSchedule imported = read(EXAMPLE);

    assertThat(imported.schedule()).isEqualTo(BertBase.rowsOf(32));
    imported.requireMadeFor(BertBase.workload(), "");
    assertThat(imported.notes()).isEmpty();
  }

  @Test
  void takesNamedFactorsFromMacrosAndTheResultOfTheSearch() throws IOException {
    String named = EXAMPLE.replaceFirst("H=6 M=8", "H=HO M=MO") + "macro: {HO: 6}\n";
    Path result = Files.writeString(folder.resolve("out.mapping.txt"), "for M in [0:MO(8)), L2\n");
    Path mapping = Files.writeString(folder.resolve("map.yaml"), named);

    assertThat(new TileflowImporter().read(List.of(mapping, result)).schedule())
        .isEqualTo(BertBase.rowsOf(32));
    assertThatThrownBy(() -> read(named)).hasMessageContaining("factor M is 'MO'");
  }

  @Test
  void needsNoTilesOfRegisters() throws IOException {
    String registers =
        "- node-type: Tile\\s+type: temporal\\s+target: L0\\s+factors: .*\\s+permutation:"
            + " .*\\s+subtree:\\s+(?=- )";
    String mapping = EXAMPLE.replaceAll(registers, "");

    assertThat(mapping).doesNotContain("L0");
    assertThat(read(mapping).schedule()).isEqualTo(BertBase.rowsOf(32));
  }

  @Test
  void saysThatRowsOnCoresStayOnOneEvenIfOnlyOneStageSpreadsThem() throws IOException {
    String instances =
        EXAMPLE
            .replace("B=1 H=6 M=8 L=1", "B=1 H=6")
            .replace("LMHB", "HB")
            .replace("M=2 L=32", "M=16 L=32");
    String attendOnly =
        instances.replaceFirst("H=2 M=2", "H=2 M=1").replace("M=16 L=32 A", "M=32 L=32 A");

    for (String mapping : List.of(instances, attendOnly)) {
      assertThat(read(mapping).notes())
          .anyMatch(note -> note.startsWith("The mapping spreads rows over 2 cores; "));
    }
  }

  @Test
  void tellsOperatorsOfOtherNamesApartByTheirInnermostLetters() throws IOException {
    String renamed = EXAMPLE.replace("ProduceC", "QK").replace("ProduceO", "AV");
    String bothLetters =
        renamed
            .replace("factors: B=1 H=6 M=8 L=1", "factors: B=1 H=6 M=8 L=1 A=1 N=1")
            .replace("permutation: LMHB", "permutation: NALMHB");

    assertThat(read(renamed).schedule()).isEqualTo(BertBase.rowsOf(32));
    assertThat(read(bothLetters).schedule()).isEqualTo(BertBase.rowsOf(32));
  }

  /** TileFlow then takes the order of its hash table, which as a rule is that of the file. */
  @Test
  void takesLoopsWithoutAPermutationInTheOrderOfTheirFactors() throws IOException {
    ImportedSchedule imported = read(EXAMPLE.replace("  permutation: LMHB\n", ""));
    String single = EXAMPLE.replaceAll("factors: (.*)(\\s+)permutation: LAM", "factors: $1");

    assertThat(imported.schedule()).isEqualTo(BertBase.rowsOf(32));
    assertThat(imported.notes())
        .singleElement()
        .asString()
        .endsWith(
            "/mapping has no permutation: its loops are taken in the order of their factors,"
                + " outermost first.");
    assertThat(read(single).notes()).as("only one order").isEmpty();
  }

  /** R rows, C keys, D query dim and E value dim; X is one of the instances. */
  @Test
  void tellsDimensionsByTheirRoleInTheProblem() throws IOException {
    String[] letters = {"B", "X", "M", "R", "L", "C", "A", "D", "N", "E"};
    String renamed = EXAMPLE.replace("ProduceC", "first").replace("ProduceO", "second");
    StringBuilder own = new StringBuilder();
    for (String line : renamed.split("\n")) {
      boolean has = line.contains("factors:") || line.contains("permutation:");
      String value = has ? line.substring(line.indexOf(':')) : "";
      for (int k = 0; k < letters.length; k += 2) {
        value = value.replace(letters[k], letters[k + 1].toLowerCase(Locale.ROOT));
      }
      own.append(has ? line.substring(0, line.indexOf(':')) + value.toUpperCase(Locale.ROOT) : line)
          .append('\n');
    }
    Path mapping = Files.writeString(folder.resolve("map.yaml"), own);
    Path problem =
        Files.writeString(
            folder.resolve("prob.yaml"),
            """
            problem:
              ops:
              - {name: second, ins: "P, V", out: Y, data-spaces: [%s, %s, %s]}
              - {name: maximum, ins: S, out: T, data-spaces: [%s, %s]}
              - {name: first, ins: "G, F", out: S, data-spaces: [%s, %s, %s]}
              - {name: divide, ins: "T, S", out: P, data-spaces: [%s, %s, %s]}
            """
                .formatted(
                    tensor("Y", "XHRE"),
                    tensor("V", "XHCE"),
                    tensor("P", "XHRC"),
                    tensor("S", "XHRC"),
                    tensor("T", "XHR"),
                    tensor("G", "XHRD"),
                    tensor("F", "XHCD"),
                    tensor("S", "XHRC"),
                    tensor("P", "XHRC"),
                    tensor("T", "XHR"),
                    tensor("S", "XHRC")));

    assertThat(new TileflowImporter().read(List.of(mapping, problem)).schedule())
        .isEqualTo(BertBase.rowsOf(32));
    assertThatThrownBy(() -> new TileflowImporter().read(List.of(mapping)))
        .hasMessageContaining("there is no dimension X");
  }

  private static String tensor(String name, String letters) {
    return "{name: %s, projection: [[[%s]]]}"
        .formatted(name, String.join("]], [[", letters.split("")));
  }

  @Test
  void takesOperatorsBetweenTheStagesForTheSoftmax() throws IOException {
    String branch =
        EXAMPLE
            .substring(EXAMPLE.lastIndexOf("    - node-type: Tile\n      type: Spatial"))
            .replace(" N=64", "")
            .replace(" N=1", "")
            .replace("NLM", "LM")
            .replace("LNM", "LM");
    int attend = EXAMPLE.lastIndexOf("    - node-type: Tile\n      type: Spatial");
    String withSoftmax =
        EXAMPLE.substring(0, attend)
            + branch.replace("ProduceO", "Exponential")
            + branch.replace("ProduceO", "Division")
            + EXAMPLE.substring(attend);

    ImportedSchedule imported = read(withSoftmax);

    assertThat(imported.schedule()).isEqualTo(BertBase.rowsOf(32));
    assertThat(imported.notes())
        .containsExactly(
            "Exponential, Division are the softmax between the stages, which a schedule has of its"
                + " own.");
  }

  @Test
  void givesBackWhatTileFlowCanExpress() {
    RandomCase bert = new RandomCase(0, BertBase.accelerator(), BertBase.workload(), null);
    for (var schedule : List.of(BertBase.rowsOf64(), BertBase.streamedKeys())) {
      RoundTrip trip = RoundTrip.of("tileflow", bert, schedule, folder);
      assertThat(trip.exported().notes()).isEmpty();
      assertThat(trip.imported().schedule()).isEqualTo(schedule);
    }
  }

  @Test
  void changesNothingTheSecondTimeAndNoMovesWithoutANote() {
    RoundTrip.check("tileflow", seed -> RandomCase.onOneCore(seed).withDividingTiles(), folder);
  }

  /** The shared tile of an export has a key loop of one iteration, outside all other loops. */
  @Test
  void keepsKeysInsideValueDims() {
    AttentionSchedule keys = BertBase.streamedKeys();
    List<TiledLoop> keysInside =
        List.of(new TiledLoop(Dimension.VALUE_DIM, 16), new TiledLoop(Dimension.KEY, 128));
    Map<Tensor, Residency> residency = new EnumMap<>(keys.residency());
    residency.put(Tensor.O, Residency.inside(Dimension.VALUE_DIM, 1));
    AttentionSchedule schedule =
        new AttentionSchedule(
            keys.shared(),
            keys.logit(),
            new StageLoops(keysInside, Stationarity.INPUT, false),
            residency);
    RandomCase bert = new RandomCase(0, BertBase.accelerator(), BertBase.workload(), schedule);

    RoundTrip trip = RoundTrip.of("tileflow", bert, schedule, folder);

    assertThat(trip.imported().schedule().attend().loops()).isEqualTo(keysInside);
    assertThat(RoundTrip.traffic(bert, trip.imported().schedule()))
        .isEqualTo(RoundTrip.traffic(bert, schedule));
  }

  @Test
  void changesNothingTheSecondTimeAndNoMovesWithoutANoteOnSeveralCores() {
    RoundTrip.check(
        "tileflow", seed -> RandomCase.onSeveralCores(seed).withDividingTiles(), folder);
  }

  @Test
  void refusesASecondDocumentInOneFile() throws IOException {
    assertThat(read("---\n" + EXAMPLE + "...\n").schedule()).isEqualTo(BertBase.rowsOf(32));
    assertThatThrownBy(() -> read(EXAMPLE + "---\n" + EXAMPLE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith(
            "line 66, column 1: something follows the end of the document; take it out.");
  }

  @Test
  void takesTheInnermostOfSeveralScopes() throws IOException {
    String unfused = unfused();

    assertThat(read(inScope(EXAMPLE)).schedule()).isEqualTo(BertBase.rowsOf(32));
    assertThat(read(inScope(unfused)).schedule()).isEqualTo(read(unfused).schedule());
  }

  private static String inScope(String mapping) {
    return "mapping:\n  node-type: Scope\n  type: Sequential\n  subtree:\n"
        + mapping.substring(mapping.indexOf("mapping:\n") + "mapping:\n".length()).indent(2);
  }

  private static String unfused() {
    RandomCase unfused =
        LongStream.iterate(1, seed -> seed + 1)
            .mapToObj(RandomCase::onOneCore)
            .filter(drawn -> !drawn.schedule().isFused())
            .findFirst()
            .orElseThrow();
    return new TileflowExporter()
        .export(unfused.schedule(), unfused.accelerator(), unfused.workload())
        .files()
        .get("map.yaml");
  }

  @Test
  void takesALoopOverKeysAroundTheScopeForOneInsideASingleTileOfRows() throws IOException {
    String keys =
        EXAMPLE
            .replace("H=6 M=8 L=1", "H=6 L=8")
            .replace("permutation: LMHB", "permutation: LHB")
            .replace("M=2 L=32", "M=16 L=4");

    assertThat(read(keys).schedule().shared())
        .extracting(TiledLoop::dimension)
        .containsExactly(Dimension.INSTANCE, Dimension.ROW, Dimension.KEY);
  }

  /** Even a single tile of rows around the scope makes them shared. */
  @Test
  void refusesASharedLoopInsideTheScopeToo() throws IOException {
    String spread = "Spatial\n      target: L2\n      factors: H=2 M=2\n";
    String unspread =
        EXAMPLE
            .replace("H=6 M=8", "H=6 M=1")
            .replace("      permutation: MH\n      split: 1\n", "      permutation: MH\n")
            .replace(spread, spread.replace("Spatial", "Temporal").replace("H=2 M=2", "H=1 M=1"));
    assertThat(read(unspread).schedule().isFused()).isTrue();

    int attend = unspread.lastIndexOf("H=1 M=1");
    for (String own :
        List.of(
            unspread.replaceFirst("H=1 M=1", "H=1 M=2"),
            unspread.substring(0, attend) + "H=1 M=2" + unspread.substring(attend + 7))) {
      assertThatThrownBy(() -> read(own))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageEndingWith(
              "/mapping: M has a DRAM loop inside the scope as well as around it; a"
                  + " schedule tiles a shared dimension once.");
    }
  }

  @Test
  void readsFactorsAsTileFlowDoes() throws IOException {
    String factors = "factors: B=1 H=6 M=8 L=1";
    for (String other : List.of("B1 H6 M8 L1", "B=1, H=6; M=8,L 1", "'B=1 H=6 M=8 L=1 # tiles'")) {
      assertThat(read(EXAMPLE.replace(factors, "factors: " + other)).schedule())
          .as(other)
          .isEqualTo(BertBase.rowsOf(32));
    }
    assertThatThrownBy(() -> read(EXAMPLE.replace(factors + "\n", "factors: B=1 H=6\n")))
        .hasMessageEndingWith(
            "letter L has no factor, or comes twice; each factor needs one letter.");
    assertThatThrownBy(() -> read(EXAMPLE.replace("H=6 M=8", "H=6 & M=8")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/mapping/factors: must be factors such as \"");
    for (String none : List.of("0", "3000000000", "99999999999999999999")) {
      assertThatThrownBy(() -> read(EXAMPLE.replace("H=6", "H=" + none)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageEndingWith(
              "/mapping/factors: factor H is " + none + "; it must be from 1 to 2147483647.");
    }
  }

  @Test
  void saysThatASequentialScopeFetchesAgainWhatAScheduleKeeps() throws IOException {
    String note =
        "TileFlow's Sequential scope evicts the operands of %s while the other stage runs: they are"
            + " fetched again in each iteration of 'row'; in a schedule they stay.";
    for (String type : List.of("type: Sequential", "type: seq", "type: SeqPipeline")) {
      ImportedSchedule imported = read(EXAMPLE.replace("type: Sharing", type));

      assertThat(imported.schedule()).isEqualTo(BertBase.rowsOf(32));
      assertThat(imported.notes())
          .contains(note.formatted("logit"), note.formatted("attend"))
          .noneMatch(line -> line.contains("at once"));
    }
    assertThat(
            read(EXAMPLE
                    .replace("type: Sharing", "type: Sequential")
                    .replace("M=8 L=1", "M=8 L=8")
                    .replace("M=2 L=32", "M=2 L=4"))
                .notes())
        .as("in the innermost loop")
        .contains(note.formatted("logit").replace("'row'", "'key'"));
    assertThat(read(EXAMPLE.replace("type: Sharing", "profile: False")).notes())
        .as("a scope without a type")
        .contains(note.formatted("logit"), note.formatted("attend"));
    assertThat(
            read(EXAMPLE
                    .replace("type: Sharing", "type: Sequential")
                    .replace("H=6 M=8", "H=6 M=1")
                    .replace("M=2 L=32", "M=16 L=32"))
                .notes())
        .as("a single tile of rows on each core")
        .noneMatch(line -> line.contains("evicts"));
  }

  @Test
  void saysThatStagesWouldRunAtOnceWhetherTheyAreFusedOrNot() throws IOException {
    for (String mapping : List.of(EXAMPLE, unfused())) {
      for (String type : List.of("Parallel", "Pipeline")) {
        assertThat(
                read(mapping.replaceFirst("type: (Sharing|Sequential)", "type: " + type)).notes())
            .contains(
                "TileFlow runs both stages at once on parts of the array; here they take turns on"
                    + " it.");
      }
    }
  }

  @Test
  void refusesBranchesThatPartOutsideAScope() {
    assertThatThrownBy(() -> read(TileflowExample.SCOPE_IN_ONE_BRANCH))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith(
            "/mapping: the branches of the two operators part at a Tile with target"
                + " 'DRAM'; they must part at a Scope. Put one around both branches, inside that"
                + " tile.");
  }

  @Test
  void saysWhereAMappingIsNoSchedule() {
    assertThatThrownBy(() -> read(EXAMPLE.replace("factors: B=1 H=6", "factors: B=1 H=X")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith(
            "/mapping/factors: factor H is 'X', which leaves it open; import a mapping"
                + " with all factors chosen.");
    assertThatThrownBy(() -> read(EXAMPLE.replace("permutation: LMHB", "permutation: HLMB")))
        .hasMessageContaining("the loop over instances (H=6) is inside another DRAM loop");
    assertThatThrownBy(() -> read(EXAMPLE.replace("name: ProduceO", "name: ProduceC")))
        .hasMessageContaining("two operators are the same stage");
    String logitOnly = EXAMPLE.substring(0, EXAMPLE.lastIndexOf("\n    - node-type: Tile\n") + 1);
    assertThatThrownBy(() -> read(logitOnly))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith(
            "/mapping: needs the two operators of attention, one with loops over the query dim (A)"
                + " and one over the value dim (N); found 1 of 1 operators. If letters mean"
                + " something else, name the file with the problem, too.");
    assertThatThrownBy(() -> read(EXAMPLE.replace("M=1 L=1 A=1", "M=1 L=2 A=1")))
        .hasMessageContaining("registers hold a tile of several elements (L=2)");
    assertThatThrownBy(() -> read("problem: {}\n"))
        .hasMessageContaining("none of the files has a 'mapping'");
    assertThatThrownBy(() -> read("mapping: [1, 2]\n"))
        .hasMessageContaining("/mapping: must be an object");
    assertThatThrownBy(() -> read("mapping: {a: 1, a: 2}\n"))
        .hasMessageContaining("the field \"a\" is given twice");
    assertThatThrownBy(() -> read("mapping: &x [*x, *x]\n"))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void saysWhichLoopsNoScheduleHas() {
    String array = "factors: M=16 L=16(\\s+)permutation: LM";
    assertRefused(
        array,
        "factors: M=4 L=16 A=4$1permutation: LAM",
        "in the logit stage, two loops lie on one side of the array (");
    for (String split : List.of("split: 0", "profile: False", "split: 2")) {
      assertRefused(
          "(" + array + "\\s+)split: 1",
          "$1" + split,
          "in the logit stage, two loops lie on one side of the array (");
    }
    assertRefused("split: 1", "split: 3", "/split: must be");
    assertRefused(
        array,
        "factors: M=16 H=16$1permutation: HM",
        "in the logit stage, instances lie on the array (H=16); a schedule has none there.");
    assertRefused(
        "L=32 N=64(\\s+)permutation: N",
        "L=32 N=64 A=2$1permutation: AN",
        "in the attend stage, there is no loop over 'queryDim', but one of 2 iterations is given.");
    String outerTile =
        "mapping:\n  node-type: Tile\n  target: L2\n  factors: M=2\n  permutation: M\n  subtree:\n";
    String inner = EXAMPLE.replace("H=6", "H=1").substring("mapping:\n".length()).indent(2);
    assertThatThrownBy(() -> read(outerTile + inner))
        .hasMessageContaining(
            "in the logit stage, 'row' has two loops at the DRAM level, of 2 and 8 iterations");
    assertRefused("type: Temporal", "type: Spatial", "a spatial tile around the scope; put one");
    assertRefused("target: L1", "target: L9", "a path has tiles at ");
    assertThatThrownBy(() -> read(EXAMPLE.replaceAll("target: L[01]", "target: L2")))
        .hasMessageContaining("a path has tiles at [L2]; a schedule needs DRAM, a buffer and");
    assertRefused("type: Temporal", "type: Temporary", "/type: must be temporal or spatial");
    String unnamed = EXAMPLE.replace("ProduceC", "QK").replaceAll(" A=[0-9]+", "");
    assertThatThrownBy(() -> read(unnamed.replace("ALMH", "LMH").replace("LAM", "LM")))
        .hasMessageContaining(
            "found 1 of 2 operators. If letters mean something else, name the file");
  }

  @Test
  void refusesASecondMapping() throws IOException {
    Path other = Files.writeString(folder.resolve("other.yaml"), EXAMPLE);
    Path map = Files.writeString(folder.resolve("map.yaml"), EXAMPLE);
    assertThatThrownBy(() -> new TileflowImporter().read(List.of(map, other)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("other.yaml")
        .hasMessageContaining("a second mapping");
  }

  private void assertRefused(String part, String replacement, String message) {
    assertThat(EXAMPLE).containsPattern(part);
    assertThatThrownBy(() -> read(EXAMPLE.replaceFirst(part, replacement)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesNodesThatItWouldMisread() {
    assertThatThrownBy(() -> read(EXAMPLE.replaceFirst("split: 1", "splti: 1")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith("/splti: unknown field. Did you mean split?");
    assertThatThrownBy(() -> read(EXAMPLE.replaceFirst("target: L2", "target: L2\n  bypass: [K]")))
        .hasMessageEndingWith(
            "/mapping/bypass/0: must be C, the logits; a schedule of TileFlow's holds all other"
                + " tensors, found the string \"K\".");
    assertThatThrownBy(() -> read(EXAMPLE.replace("type: Sharing", "type: Shred")))
        .hasMessageContaining("must be Sequential, Sharing, Parallel or Pipeline");
    assertThatThrownBy(() -> read(EXAMPLE.replaceFirst("target: L1", "target: " + "L".repeat(101))))
        .hasMessageContaining("/target: must be the name of a memory level, of 1 to 100");
  }
}
