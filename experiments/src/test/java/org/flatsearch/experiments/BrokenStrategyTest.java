package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.search.Decision;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strategies of third parties that fail, before or after they have evaluated something. */
class BrokenStrategyTest {
  private static final String DEFINITION =
      Experiments.SMALL.replace("[random]", "[random, broken]") + "seeds: [1, 2]\n";

  @TempDir private Path folder;

  /** Evaluates at most two points, with a defect. */
  public static final class BrokenStrategy implements SearchStrategy {
    private static String defect = "early";
    private static int searches;

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public void search(SearchRun run) {
      List<Decision> decisions = run.problem().decisions();
      int[] point = new int[decisions.size()];
      switch (defect) {
        case "early" -> throw new IllegalStateException("no idea");
        case "late" -> {
          run.evaluate(point);
          throw new IllegalStateException("no idea");
        }
        case "second" -> {
          run.evaluate(point);
          if (searches++ > 0) {
            throw new IllegalStateException("no idea");
          }
        }
        case "second unlinked" -> {
          run.evaluate(point);
          if (searches++ > 0) {
            throw new NoClassDefFoundError("org/acme/Tables");
          }
        }
        case "unlinked" -> {
          run.evaluate(point);
          throw new NoClassDefFoundError("org/acme/Tables");
        }
        // Like what Kotlin throws for code that is not implemented: an error, not an exception.
        case "unfinished" -> throw new Error("no idea");
        // Takes a tensor to have ten slots, which no decision allows but any model can evaluate.
        default -> {
          run.evaluate(point);
          point[decisions.stream().map(Decision::name).toList().indexOf("Q.slots")] = 9;
          run.evaluate(point);
        }
      }
    }
  }

  @BeforeEach
  void offerStrategy() throws Exception {
    OfferedPlugIn.in(folder, SearchStrategy.class, BrokenStrategy.class);
  }

  /** Whether such a point is the best, or only among those that are to be replayed. */
  @ParameterizedTest
  @ValueSource(strings = {"latency", "footprint"})
  void namesTheStrategyThatEvaluatesWhatIsNoPoint(String objective) throws Exception {
    BrokenStrategy.defect = "astray";
    CommandRun run =
        OfferedPlugIn.run(
            folder,
            "search",
            "-a=flat-edge",
            "-w=bert",
            "--strategy=broken",
            "--verify=2",
            "--objective=" + objective);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .startsWith("The search ended: strategy 'broken' failed (")
        .contains("the point has value 9 for decision 'Q.slots', which has values 0 to 2")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"early", "late", "unfinished"})
  void losesNoScheduleToAFailure(String defect) throws Exception {
    BrokenStrategy.defect = defect;
    CommandRun run =
        OfferedPlugIn.run(folder, "search", "-a=flat-edge", "-w=bert", "--strategy=broken");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .startsWith("The search ended: strategy 'broken' failed (")
        .hasLineCount(1);
    if (defect.equals("late")) {
      assertThat(run.out()).contains("Schedule: ", "  1 evaluation in ", "search failed\n");
      assertThat(run.err()).contains(": no idea). The schedule shown is the best until then; ");
    } else {
      assertThat(run.out()).isEmpty();
      assertThat(run.err().strip()).endsWith(": no idea).");
    }
  }

  @Test
  void losesNoScheduleToAClassThatIsMissing() throws Exception {
    BrokenStrategy.defect = "unlinked";
    CommandRun run =
        OfferedPlugIn.run(folder, "search", "-a=flat-edge", "-w=bert", "--strategy=broken");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("Schedule: ", "  1 evaluation in ", "search failed\n");
    assertThat(run.err()).contains("NoClassDefFoundError: org/acme/Tables. A jar is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "second | The search ended: strategy 'broken' failed (",
        "second unlinked | NoClassDefFoundError: org/acme/Tables. A jar is missing"
      })
  void losesNoScheduleToTheSearchesOfAWhatIfStudy(String defect, String message) throws Exception {
    BrokenStrategy.defect = defect;
    BrokenStrategy.searches = 0;
    CommandRun run =
        OfferedPlugIn.run(
            folder, "search", "-a=flat-edge", "-w=bert", "--strategy=broken", "--what-if");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("Schedule: ").doesNotContain("What if");
    assertThat(run.err()).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"early", "late", "unfinished"})
  void finishesTheOtherRunsOfAnExperiment(String defect) throws Exception {
    CommandRun run = experiment(defect, "--quiet");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("small: 2 of 4 runs are finished, 2 of them now");
    assertThat(run.err()).contains("2 runs failed; ", "strategy 'broken' failed (", ": no idea)");
  }

  /** Once, although both of its runs fail, and both trials of a run. */
  @ParameterizedTest
  @ValueSource(strings = {"--quiet", "--dry-run"})
  void showsWhereItFailedInAnExperimentThatIsDebugged(String option) throws Exception {
    String classPath = System.getProperty("java.class.path") + File.pathSeparator + folder;
    Process process =
        CommandRun.process(
                List.of("-Dflatsearch.debug=true", "-cp", classPath),
                "run",
                Experiments.define(folder, DEFINITION).toString(),
                "--out=" + folder.resolve("out"),
                option)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(option.equals("--dry-run") ? 0 : 1);
    assertThat(err).containsOnlyOnce("Caused by: java.lang.IllegalStateException: no idea");
    assertThat(err).containsOnlyOnce("BrokenStrategyTest$BrokenStrategy.search(");
  }

  @ParameterizedTest
  @ValueSource(strings = {"early", "late", "unfinished"})
  void estimatesTheOtherRunsOfAnExperiment(String defect) throws Exception {
    CommandRun run = experiment(defect, "--dry-run");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("small: 4 runs\n");
  }

  private CommandRun experiment(String defect, String option) throws Exception {
    BrokenStrategy.defect = defect;
    return OfferedPlugIn.experiment(folder, DEFINITION, option);
  }
}
