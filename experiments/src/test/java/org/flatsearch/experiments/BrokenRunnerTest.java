package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.run.LocalRunExecutor;
import org.flatsearch.experiments.run.RunExecutor;
import org.flatsearch.experiments.run.RunOutcome;
import org.flatsearch.experiments.run.Runner;
import org.flatsearch.experiments.run.RunnerSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runners of third parties, with defects. */
class BrokenRunnerTest {
  private static final String DEFINITION = Experiments.SMALL + "seeds: [1, 2]\n";

  @TempDir private Path folder;
  private Path out;

  /** Executes in a thread of this process, with a defect. */
  public static final class BrokenRunner implements Runner {
    private static String defect;

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public RunExecutor executor(RunnerSettings settings) {
      return defect.equals("absent") ? null : new Broken(new LocalRunExecutor(1));
    }
  }

  private record Broken(RunExecutor local) implements RunExecutor {
    private static void fail(String when) {
      if (BrokenRunner.defect.equals(when)) {
        throw new IllegalStateException("no machine\nis there");
      }
    }

    @Override
    public String description() {
      return BrokenRunner.defect.equals("silent") ? null : "for tests";
    }

    @Override
    public OptionalInt parallelism() {
      return local.parallelism();
    }

    @Override
    public void prepare() {
      fail("unready");
    }

    @Override
    public void execute(List<Run> runs, Consumer<RunOutcome> outcomes) {
      int first = Math.min(1, runs.size());
      local.execute(runs.subList(0, first), outcomes);
      fail("breaking");
      if (BrokenRunner.defect.equals("nothing")) {
        outcomes.accept(null);
      }
      local.execute(runs.subList(first, runs.size()), outcomes);
    }

    @Override
    public void close() {
      fail("open");
    }
  }

  @BeforeEach
  void offerRunner() throws Exception {
    OfferedPlugIn.in(folder, Runner.class, BrokenRunner.class);
    out = folder.resolve("out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "absent   | NullPointerException: executor is null | 0",
        "unready  | IllegalStateException: no machine is there | 0",
        "breaking | IllegalStateException: no machine is there | 1",
        "nothing  | NullPointerException: an outcome is null | 1",
        "open     | IllegalStateException: no machine is there | 2"
      })
  void areNamedAndWhatIsFinishedIsKept(String defect, String reason, int finished)
      throws Exception {
    CommandRun run = run(defect, "--quiet");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .startsWith("--runner: broken failed (java.lang." + reason)
        .contains("What is finished is safe", "--resume")
        .hasLineCount(1);
    assertThat(lines()).isEqualTo(finished);
    assertThat(run("none", "--resume").exitCode()).isZero();
    assertThat(lines()).isEqualTo(2);
  }

  @Test
  void areAskedForTheirDescriptionBeforeAnythingIsWritten() throws Exception {
    CommandRun run = run("silent", "--quiet");

    assertRefused(
        run, "runner " + Broken.class.getName(), "must describe itself in one line, found null");
    assertThat(out).doesNotExist();
  }

  private CommandRun run(String defect, String option) throws Exception {
    BrokenRunner.defect = defect;
    return OfferedPlugIn.experiment(folder, DEFINITION, "--runner=broken", option);
  }

  private int lines() throws Exception {
    Path results = out.resolve("runs.jsonl");
    return Files.exists(results) ? Files.readAllLines(results).size() : 0;
  }
}
