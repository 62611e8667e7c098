package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.run.Checksum;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  @TempDir static Path folder;
  private static Path out;

  /** Further runs of one of its strategies. */
  private static Path more;

  @BeforeAll
  static void runExperiments() throws Exception {
    out =
        Experiments.run(
            folder,
            """
            schemaVersion: 1
            name: small
            accelerators: [flat-edge]
            workloads: [bert, trxl]
            models: [flat]
            spaces: [published]
            searches:
              - {name: heuristic, strategies: [random, hill-climbing], seeds: [1..6], budgets: [50]}
              - {name: exact, strategies: [exhaustive]}
            """);
    String seeds = Experiments.SMALL.replace("name: small", "name: more") + "seeds: [7..9]\n";
    more = Experiments.run(folder, seeds);
  }

  @Test
  void comparesAgainstTheProvenOptimum() {
    CommandRun run = CommandRun.of("compare", out.toString(), "--problems");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("26 runs of 3 strategies on 2 problems\nReferences: proven optimum of 2\n")
        .containsPattern("exhaustive +2 +100% +100% +100% +100% +100% +100% +100%")
        .containsPattern("\\(ECDF\\)\n +strategy( +1[0,]*)+\n +random( +\\d+%)+\n")
        .containsPattern("exhaustive( +\\d+%)* +100%\n\nPairs")
        .containsPattern("random / hill-climbing +\\d of 2 +\\d of 2 +[01]\\.\\d\\d +-\n")
        .doesNotContain("can be significant")
        .contains("flat-edge × trxl (flat published, latency then energy, in steps of 0.1%)");
  }

  @Test
  void givesADocumentToPrograms() {
    CommandRun run = CommandRun.of("compare", out.toString(), "--format=json");

    var json = StrictJson.readString(run.out(), "stdout");
    assertThat(json.requiredArray("strategies", "[]")).hasSize(3);
    assertThat(json.requiredArray("problems", "[]")).hasSize(2);
    var reached = json.requiredObject("fractionsOfTargetsReached", "{}");
    var within = reached.requiredArray("withinEvaluations", "[]");
    var last = within.get(within.size() - 1).asObject().requiredArray("fractions", "[]");
    assertThat(last).hasSize(3).extracting(JsonValueReader::asDouble).endsWith(1.0);
  }

  @Test
  void warnsWhenRunsAreMissing() throws Exception {
    Path part = Files.createDirectory(folder.resolve("part"));
    Files.copy(out.resolve("experiment.json"), part.resolve("experiment.json"));
    List<String> lines = Files.readAllLines(out.resolve("runs.jsonl"));
    Files.write(part.resolve("runs.jsonl"), lines.subList(0, 5));

    CommandRun run = CommandRun.of("compare", part.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEqualTo("small: only 5 of 26 runs are finished.\n");
    assertThat(run.out()).startsWith("Only 5 of 26 runs are finished: this is a preview.\n5 runs ");
    assertThat(CommandRun.of("compare", part.toString(), "--format=json").out())
        .contains("\"plannedRuns\": 26,", "\"finishedRuns\": 5");
  }

  @Test
  void refusesAFolderThatIsNamedTwice() {
    assertRefused(
        CommandRun.of("compare", out.toString(), out.toString()),
        out + ": this folder is named twice");
    assertRefused(CommandRun.of("compare", out.toString(), out.resolve(".").toString()), "twice");
  }

  @Test
  void refusesARunThatIsInTwoFolders() throws Exception {
    Path copy = copy("copy", "", "");

    assertRefused(
        CommandRun.of("compare", out.toString(), copy.toString()), "is in " + out + " as well");
  }

  @Test
  void refusesANameThatMeansTwoThings() throws Exception {
    Path slower = copy("slower", "\"value\": 940000000,", "\"value\": 94000000,");
    Path longer = copy("longer", "\"keyLength\": 512", "\"keyLength\": 1024");

    assertRefused(
        CommandRun.of("compare", out.toString(), slower.toString()),
        slower + ": accelerator 'flat-edge' is another than in " + out);
    assertRefused(
        CommandRun.of("compare", out.toString(), longer.toString()),
        longer + ": workload 'bert' is another than in " + out);
  }

  @Test
  void refusesRunsByTwoVersionsOfAModel() throws Exception {
    int version = CostModels.all().get("flat").version();
    String before = "\"version\": " + version;
    Path older = copy("older", before, "\"version\": " + (version - 1));

    assertRefused(
        CommandRun.of("compare", out.toString(), older.toString()),
        older + ": version of model 'flat' is another than in " + out);
  }

  @Test
  void takesSeveralFoldersAsOne() throws Exception {

    assertThat(CommandRun.of("compare", out.toString(), more.toString()).out())
        .startsWith("29 runs of 3 strategies on 2 problems\n");
  }

  private static Path copy(String name, String text, String other) throws Exception {
    Path copy = Files.createDirectory(folder.resolve(name));
    String header = Files.readString(out.resolve("experiment.json"));
    assertThat(header).contains(text);
    Files.writeString(
        copy.resolve("experiment.json"),
        Checksum.add(Checksum.remove(header).orElseThrow().replace(text, other)));
    Files.copy(out.resolve("runs.jsonl"), copy.resolve("runs.jsonl"));
    return copy;
  }
}
