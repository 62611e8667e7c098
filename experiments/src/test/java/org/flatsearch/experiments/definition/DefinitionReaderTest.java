package org.flatsearch.experiments.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.flatsearch.experiments.definition.ValidDefinition.VALID;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionReaderTest {
  @TempDir Path folder;

  private Definition read(String text) {
    return ValidDefinition.read(text, folder);
  }

  private List<Run> runs(String text) {
    return ValidDefinition.runs(text, folder);
  }

  @Test
  void spansTheMatrixWithSeedsVaryingFastest() {
    List<Run> runs = runs(VALID);

    assertThat(runs).hasSize(8);
    assertThat(runs)
        .extracting(run -> run.setting().seed())
        .containsExactly(1L, 2L, 3L, 7L, 1L, 2L, 3L, 7L);
    assertThat(runs.get(0).accelerator().bufferBytes()).isEqualTo(20 << 10);
    assertThat(runs.get(7).accelerator().bufferBytes()).isEqualTo(2 << 20);
    assertThat(runs.get(7).accelerator().name()).isEqualTo("flat-edge+bufferBytes-2MiB");
    assertThat(runs.get(0).setting().budget()).isEqualTo(Budget.ofEvaluations(500));
    assertThat(runs.get(0).setting().objective()).isEqualTo(Objective.DEFAULT);
    assertThat(runs.get(0).setting().space()).isEqualTo("full");
    assertThat(runs.get(0).search()).isEqualTo("all");
  }

  @Test
  void readsTheSameFromJson() {
    String json =
        """
        {"schemaVersion": 1, "name": "valid", "accelerators": ["flat-edge"], "workloads": ["bert"],
        \t"models": ["flat"], "strategies": ["random"], "seeds": ["1..3", 7],
         "budgets": [{"evaluations": 500}], "sweeps": [{"bufferBytes": ["20KiB", "2MiB"]}]}
        """;

    assertThat(PlannedRuns.of(DefinitionReader.read(json, "d.json", folder)))
        .extracting(PlannedRun::run)
        .isEqualTo(runs(VALID));
  }

  @Test
  void letsSearchesSayWhatDiffers() {
    Definition definition =
        read(
            VALID
                + """
                searches:
                  - name: fused
                    restrictions: ["logits==fused"]
                  - name: by name
                    strategies: [{name: genetic, parameters: {population: 50}}]
                    seeds: [1]
                    sweeps: []
                    objectives: [edp, {metrics: [traffic, latency], tolerance: 0.5%}]
                    budgets: [{evaluations: 100, seconds: 2.5}]
                comparisons:
                  - {name: gain, of: by name, against: fused, metric: latency,
                     published: [{accelerator: flat-edge, value: 1.75, origin: a paper}]}
                """);
    List<PlannedRun> runs = PlannedRuns.of(definition);

    assertThat(definition.searches())
        .extracting(SearchMatrix::name)
        .containsExactly("fused", "by name");
    assertThat(definition.outline().comparisons().get(0).published().get(0).value())
        .isEqualTo(1.75);
    assertThat(runs).hasSize(8 + 2);
    assertThat(runs.get(0).run().setting().restrictions()).containsExactly("logits==fused");
    Run last = runs.get(9).run();
    assertThat(last.setting().parameters()).containsEntry("population", "50");
    assertThat(last.setting().objective())
        .isEqualTo(Objective.of("traffic", "latency").within(Tolerance.of(0.005)));
    assertThat(last.setting().budget()).isEqualTo(new Budget(100, 2.5));
    assertThat(last.accelerator().name()).isEqualTo("flat-edge");
  }

  @Test
  void letsAStrategyHaveABudgetOfItsOwn() {
    String text =
        VALID
            .replace("[random]", "[random, {name: tabu, budget: {seconds: 2}}]")
            .replace("[500]", "[500, 900]")
            .replace("[1..3, 7]", "[7]");

    assertThat(runs(text))
        .extracting(run -> run.setting().strategy(), run -> run.setting().budget())
        .startsWith(
            tuple("random", Budget.ofEvaluations(500)),
            tuple("random", Budget.ofEvaluations(900)),
            tuple("tabu", Budget.ofSeconds(2)))
        .hasSize(6);
  }

  @Test
  void refinesWhatSearchesDoNotTakeOut() {
    List<Run> runs =
        runs(
            VALID.replace("models: [flat]", "refine: 30")
                + """
                searches:
                  - {name: as all}
                  - {name: more, refine: 40}
                  - {name: none, models: [flat], refine: 0}
                """);

    assertThat(runs)
        .filteredOn(run -> run.search().equals("as all"))
        .extracting(Run::refine)
        .containsOnly(30);
    assertThat(runs)
        .filteredOn(run -> run.search().equals("more"))
        .extracting(Run::refine)
        .containsOnly(40);
    assertThat(runs)
        .filteredOn(run -> run.search().equals("none"))
        .extracting(Run::refine)
        .containsOnly(0);
  }

  @Test
  void findsFilesFromItsOwnFolder() throws Exception {
    Files.writeString(
        folder.resolve("mine.json"),
        StrictJson.write(SpecCatalogue.workload("bert").named("mine").toJson()));

    assertThat(runs(VALID.replace("[bert]", "[mine.json]")).get(0).workload().name())
        .isEqualTo("mine");
  }

  @Test
  void givesARunAnIdentifierThatDependsOnWhatDeterminesItsResultOnly() {
    Run run = runs(VALID).get(0);
    Run renamed = runs(VALID + "searches: [{name: other}]\n").get(0);

    assertThat(run.id()).matches("[0-9a-f]{16}").isEqualTo(renamed.id());
    assertThat(runs(VALID)).extracting(Run::id).doesNotHaveDuplicates();
    assertThat(run.withSeed(501).id()).isNotEqualTo(run.id());
    assertThat(runs(VALID.replace("models: [flat]", "refine: 30")).get(0).id())
        .isNotEqualTo(runs(VALID.replace("models: [flat]", "refine: 0")).get(0).id())
        .isNotEqualTo(runs(VALID.replace("models: [flat]", "refine: 31")).get(0).id());
  }

  @Test
  void givesARunAJsonFormThatReadsBackEqual() {
    List<Run> refined = runs(VALID.replace("models: [flat]", "refine: 1"));
    for (Run run : List.of(runs(VALID).get(0), runs(VALID).get(7), refined.get(0))) {
      String json = run.toJson().toString();

      assertThat(Run.read(StrictJson.readString(json, "run"))).isEqualTo(run);
    }
  }

  /** What is replaced in the valid definition, by what, where the error is, and what it says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[random]|[randon]|line 6, column 14|There is no strategy \"randon\". Did you mean random?",
        "[random]|[]|line 6, column 13|the list is empty",
        "[random]|[random, random]|line 6, column 22|the same value is given twice, first in line"
            + " 6",
        "[random]|random|line 6, column 13|must be a list, such as [a, b], found",
        "[random]|[{nam: random}]|line 6, column 15|unknown field. Did you mean name?",
        "[flat-edge]|[flat-egde]|line 3, column 16|There is no accelerator \"flat-egde\". Did you",
        "[flat-edge]|[]|line 3, column 15|the list is empty, so there would be no runs",
        "[flat-edge]|[flat-edge, flat-edge]|line 3, column 27|given twice",
        "[flat-edge]|[{name: flat-edge, set: {bufer: 1}}]|line 3, column 40|no figure \"bufer\"",
        "[flat-edge]|[{name: flat-edge, set: {rows: 0}}]|line 3, column 46|rows: must be",
        "[bert]|[brt]|line 4, column 13|There is no workload \"brt\". Did you mean bert?",
        "[bert]|[bert, bert, brt]|line 4, column 19|given twice",
        "[bert]|[no.json]|line 4, column 13|no.json: there is no such file",
        "[bert]|`\n  - &a bert\n  - *a`|line 6, column 5|is an alias",
        "[flat]|[flt]|line 5, column 10|there is no \"flt\" here. Did you mean flat?",
        "[1..3, 7]|[1..3, 2]|line 7, column 15|the same value is given twice",
        "[1..3, 7]|[3..1]|line 7, column 9|must be a range of 1 to 100000 seeds",
        "[1..3, 7]|[a]|line 7, column 9|must be a whole number, or a range such as 1..31",
        "[500]|[-500]|line 8, column 11|must be a whole number from 1 to",
        "[500]|[{seconds: -1}]|line 8, column 21|must be a number greater than 0, found -1",
        "[500]|[{}]|line 8, column 11|must be a limit of evaluations, of seconds, or both",
        "models: [flat]|objectives: [[edp, edp]]|line 5, column 20|the metric edp is given twice;"
            + " leave one of them out.",
        "models: [flat]|objectives: [{tolerance: 1%}]|line 5, column 14|/metrics: the field is"
            + " missing",
        "models: [flat]|objectives: [{metrics: edp, tolerance: 1}]|line 5, column 40|from 0% to"
            + " 100%",
        "models: [flat]|objectives: [{metrics: edp, tolerance: []}]|line 5, column 40|must be a"
            + " single value",
        "[random]|[[random]]|line 6, column 14|must be a single value, found an array",
        "models: [flat]|refine: -1|line 5, column 9|must be a whole number from 0 to 1000000",
        "models: [flat]|refine: yes|line 5, column 9|must be a whole number",
        "models: [flat]|`models: [loopnest, flat]\n"
            + "refine: 9`|line 6, column 9|but there is also model flat here; put it into a search"
            + " of its own, with refine: 0.",
        "bufferBytes|buferBytes|line 10, column 5|neither accelerators nor workloads have a figure",
        "[20KiB, 2MiB]|[20KiB, 2MB/s]|line 10, column 26|bufferBytes: must be",
        "[20KiB, 2MiB]|[20KiB, -1]|line 10, column 26|bufferBytes: must be",
        "[20KiB, 2MiB]|[]|line 10, column 18|the list is empty",
        "[20KiB, 2MiB]|`[20KiB, 2MiB]\n"
            + "  - bufferBytes: [9]`|line 11, column 5|is swept twice, first in line 10; leave one"
            + " of them out.",
        "[20KiB, 2MiB]|20KiB|line 10, column 18|must be a list",
        "name: valid|name: in/valid|line 2, column 7|must be a name of up to 100 letters",
        "name: valid|nme: valid|line 2, column 1|unknown field. Did you mean name?",
        "name: valid|`name: valid\n"
            + "name: v`|line 3, column 1|is given twice, first in line 2; leave one of them out.",
        "name: valid|`name: valid\n$schema: 5`|line 3, column 10|must be a string, found 5",
        "name: valid|`name: valid\n"
            + "$schema: [x]`|line 3, column 10|must be a string, found an array",
        "schemaVersion: 1|schemaVersion: 2|line 1, column 16|this program reads version 1",
        "schemaVersion: 1|`schemaVersion: 2\n"
            + "new: 1`|line 1, column 16|this program reads version 1",
        "schemaVersion: 1|`schemaVersion: [1`|line 2, column|not valid YAML",
        "name: valid|name: val\u0001id|line 2, column 10|the character U+0001 is not allowed;"
            + " remove it",
        "name: valid|`name: \tvalid\n\tx: 1`|line 2, column 7|a tab stands where YAML allows only",
        "strategies: [random]|strategy: [random]|line 6, column 1|unknown field",
        "strategies: [random]|spaces: [full]|line 1, column 1|the field is missing",
      })
  void refusesWithLineAndColumn(String valid, String broken, String place, String message) {
    assertThat(VALID).contains(valid);
    assertRefused(VALID.replace(valid, broken), place, message);
  }

  @Test
  void refusesNamesThatATerminalObeys() {
    String rule = "must be a line of visible characters, found ";
    assertRefused(VALID + "searches:\n  - name: \"\\e[31m\"\n", "line 12, column 11", rule);
    assertRefused(VALID + "searches:\n  - name: \"a\\nb\"\n", "line 12, column 11", rule);
  }

  /** A strategy may take any text, but results could not be read that state one of these. */
  @Test
  void refusesParametersThatResultsCannotState() {
    String rule = "must be a line of visible characters";
    for (String parameter : List.of("note: \"a\\nb\"", "\"a\\nb\": 1")) {
      assertRefused(
          VALID.replace("[random]", "[{name: random, parameters: {" + parameter + "}}]"),
          "line 6, column " + (parameter.startsWith("note") ? 48 : 42),
          rule);
    }
  }

  /** Adding their digits up takes the square of their number. */
  @Test
  void refusesNumbersThatTakeLongToRead() {
    assertRefused(
        VALID.replace("schemaVersion: 1", "schemaVersion: 1." + "0".repeat(400)),
        "line 1, column 16",
        "a number of more than 400 characters; round it.");
  }

  @Test
  void takesAFieldWithoutAValueForNothing() {
    for (String nothing : List.of("", " # later", " ~", " null")) {
      assertRefused(VALID + "description:" + nothing, "line 11", "a single value, found null");
    }
    assertRefused(VALID + "searches:\n  -\n", "line 12", "must be an object, found null");
    assertThat(runs(VALID + "description: ''\n")).hasSize(8);
    assertThat(runs(VALID + "description: |\n")).hasSize(8);
  }

  @Test
  void saysWhereALimitIsExceeded() {
    assertRefused(
        VALID + "description: " + "[".repeat(64) + "]".repeat(64) + "\n",
        "line 11, column 78",
        "beyond the limits for a document: Document nesting depth (65) exceeds the maximum");
  }

  @Test
  void refusesSearchesWithTheSameName() {
    assertRefused(
        VALID + "searches:\n  - name: one\n  - name: one\n    spaces: [published]\n",
        "line 13, column 11",
        "the search \"one\" is named twice, first in line 12; give one of them another name.");
  }

  @Test
  void refusesToMakeADecodeAPrefill() {
    String decode = VALID.replace("[bert]", "[bert, llama-3-8b-decode]");
    String message = "workload 'llama-3-8b-decode' has 1 and 4096 of them; change keyLength";

    assertRefused(decode + "  - sequence: [512, 1024]\n", "line 11, column 16", message);
    assertThat(runs(decode + "  - keyLength: [512, 1024]\n")).hasSize(32);
    StrictJson.writeFile(
        folder.resolve("cross.json"),
        SpecCatalogue.workload("bert").with("keyLength", "77").toJson());
    assertRefused(
        VALID.replace("[bert]", "[cross.json]") + "  - sequence: [512]\n",
        "line 11, column 16",
        "workload 'bert' has 512 and 77 of them; change keyLength");
  }

  @Test
  void refusesASequenceBesideALengthOfItsOwn() {
    String keys = VALID.replace("[bert]", "[{name: bert, set: {keyLength: 77}}]");
    String message = "sequence changes queries and keys, and keyLength is changed too; leave one";

    assertRefused(keys + "  - sequence: [512, 1024]\n", "line 11, column 16", message);
    assertRefused(
        VALID.replace("[bert]", "[{name: bert, set: {keyLength: 77, sequence: 9}}]"),
        "line 4, column",
        message);
  }

  @Test
  void refusesSweepsOfDifferentLengthThatAreToChangeTogether() {
    assertRefused(
        VALID + "    columns: [16, 32, 64]\n",
        "line 11, column 14",
        "figures that change together need equally many values: columns has 3");
  }

  @Test
  void refusesWhatComparesASearchThatIsNotThere() {
    assertRefused(
        VALID + "comparisons:\n  - {name: x, of: al, against: all, metric: latency}\n",
        "line 12, column 19",
        "there is no \"al\" here. Did you mean all?");
  }

  @Test
  void namesTheFileThatIsMissing() {
    assertThatThrownBy(() -> DefinitionReader.read(folder.resolve("none.yaml")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none.yaml: there is no such file");
  }

  private void assertRefused(String text, String place, String message) {
    ValidDefinition.assertRefused(text, folder, place, message);
  }
}
