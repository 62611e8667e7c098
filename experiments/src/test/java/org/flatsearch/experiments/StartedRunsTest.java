package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long budget cut into experiments that begin where the one before ended. */
class StartedRunsTest {
  private static final String DEFINITION =
      """
      schemaVersion: 1
      name: part
      accelerators: [flat-edge]
      workloads: [bert]
      strategies: [hill-climbing]
      seeds: [1..3]
      budgets: [60]
      """;

  @TempDir private Path folder;

  @BeforeEach
  void define() throws Exception {
    Files.writeString(folder.resolve("part.yaml"), DEFINITION);
  }

  private CommandRun run(String out, String... options) {
    return CommandRun.of(
        List.of("run", folder.resolve("part.yaml").toString(), "--quiet", "--out=" + in(out)),
        options);
  }

  private String in(String name) {
    return folder.resolve(name).toString();
  }

  private List<RunRecord> records(String out) {
    List<RunRecord> records = new ArrayList<>();
    new RunFolder(folder.resolve(out)).read(records::add);
    return records;
  }

  @Test
  void goOnFromTheBestSoFar() {
    assertThat(run("one").err()).isEmpty();
    assertThat(run("two", "--start=" + in("one")).err()).isEmpty();

    RunRecord best = records("one").get(0);
    for (RunRecord each : records("one")) {
      best = each.score().compareTo(best.score()) < 0 ? each : best;
    }
    for (RunRecord each : records("two")) {
      assertThat(each.setting().start()).contains(best.searched().orElseThrow().schedule());
      assertThat(each.score().compareTo(best.score())).isNotPositive();
    }
    assertThat(records("two")).anyMatch(each -> each.values().get(0) < best(records("one")));
  }

  private static double best(List<RunRecord> records) {
    return records.stream().mapToDouble(RunRecord::value).min().orElseThrow();
  }

  @Test
  void areResumedWithTheSameStart() throws Exception {
    run("one");
    run("two", "--start=" + in("one"));
    Path runs = folder.resolve("two/runs.jsonl");
    List<String> lines = Files.readAllLines(runs);
    Files.writeString(runs, lines.get(1) + "\n");

    assertThat(run("two", "--start=" + in("one"), "--resume").err()).isEmpty();

    assertThat(Files.readAllLines(runs).stream().map(StartedRunsTest::withoutTimes))
        .containsExactlyElementsOf(lines.stream().map(StartedRunsTest::withoutTimes).toList());
    assertRefused(run("two", "--resume"), "", "is not one of this definition");
  }

  private static String withoutTimes(String line) {
    return line.replaceAll(",\"seconds\":.*", "");
  }

  @Test
  void needAnEarlierScheduleOfTheSameProblem() throws Exception {
    run("one");
    Files.writeString(folder.resolve("part.yaml"), DEFINITION.replace("[bert]", "[vit-b-16]"));

    assertRefused(run("two", "--start=" + in("one")), "has no schedule for any of these runs");
    assertRefused(run("two", "--start=" + in("none")), "not the folder of an experiment");
  }

  @Test
  void mustNotDiscardWhatTheyBeginFrom() throws Exception {
    run("one");

    assertRefused(
        run("one", "--start=" + in("../" + folder.getFileName() + "/one"), "--restart"),
        "one: --start reads these results, so --restart must not discard them");
    assertThat(records("one")).hasSize(3);
  }
}
