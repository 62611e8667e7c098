package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.flatsearch.search.Decision;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strategies of third parties that fail, before or after they have evaluated something. */
class BrokenStrategyTest {
  private static final String DEFINITION =
      Experiments.SMALL.replace("[random]", "[random, %s]") + "seeds: [1, 2]\n";

  @TempDir private Path folder;

  /** Fails when it begins. */
  public static final class EarlyFailure implements SearchStrategy {
    @Override
    public String name() {
      return "early";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public void search(SearchRun run) {
      throw new IllegalStateException("no idea");
    }
  }

  /** Fails after an evaluation. */
  public static final class LateFailure implements SearchStrategy {
    @Override
    public String name() {
      return "late";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public void search(SearchRun run) {
      run.evaluate(new int[run.problem().decisions().size()]);
      throw new IllegalStateException("no idea");
    }
  }

  /** Like what Kotlin throws for code that is not implemented: an error, not an exception. */
  public static final class UnfinishedError extends Error {
    private static final long serialVersionUID = 1L;

    UnfinishedError() {
      super("no idea");
    }
  }

  /** Is not finished, and says so. */
  public static final class Unfinished implements SearchStrategy {
    @Override
    public String name() {
      return "unfinished";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public void search(SearchRun run) {
      throw new UnfinishedError();
    }
  }

  /** Takes a tensor to have ten slots, which no decision allows but any model can evaluate. */
  public static final class Astray implements SearchStrategy {
    @Override
    public String name() {
      return "astray";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public void search(SearchRun run) {
      List<Decision> decisions = run.problem().decisions();
      int[] point = new int[decisions.size()];
      run.evaluate(point);
      point[decisions.stream().map(Decision::name).toList().indexOf("Q.slots")] = 9;
      run.evaluate(point);
    }
  }

  @BeforeEach
  void offerStrategies() throws Exception {
    OfferedPlugIn.in(
        folder,
        SearchStrategy.class,
        EarlyFailure.class,
        LateFailure.class,
        Unfinished.class,
        Astray.class);
  }

  /** Whether such a point is the best, or only among those that are to be replayed. */
  @ParameterizedTest
  @ValueSource(strings = {"latency", "footprint"})
  void namesTheStrategyThatEvaluatesWhatIsNoPoint(String objective) throws Exception {
    CommandRun run =
        OfferedPlugIn.run(
            folder,
            "search",
            "-a=flat-edge",
            "-w=bert",
            "--strategy=astray",
            "--verify=2",
            "--objective=" + objective);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .startsWith("The search ended: strategy 'astray' failed (")
        .contains("the point has value 9 for decision 'Q.slots', which has values 0 to 2")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"early", "late", "unfinished"})
  void finishesTheOtherRunsOfAnExperiment(String strategy) throws Exception {
    CommandRun run = experiment(strategy, "--quiet");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("small: 2 of 4 runs are finished, 2 of them now");
    assertThat(run.err())
        .contains("2 runs failed; ", "strategy '" + strategy + "' failed (", ": no idea)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"early", "late", "unfinished"})
  void estimatesTheOtherRunsOfAnExperiment(String strategy) throws Exception {
    CommandRun run = experiment(strategy, "--dry-run");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("small: 4 runs\n");
  }

  private CommandRun experiment(String strategy, String option) throws Exception {
    return OfferedPlugIn.experiment(folder, DEFINITION.formatted(strategy), option);
  }
}
