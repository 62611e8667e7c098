package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cost models of third parties that later do something else than they did before. */
class UnsteadyModelTest {
  private static final String PROBLEM =
      "The search ended: problem 'bert on flat-edge (unsteady, published)' ";
  private static final String DEFINITION =
      Experiments.SMALL.replace("[flat]", "[flat, unsteady]") + "seeds: [1, 2]\n";

  @TempDir private Path folder;

  /**
   * Model {@code flat}, but changes after some times. A search binds a model to check it, to check
   * the space, to evaluate, and to rate what it found.
   */
  public static final class UnsteadyModel extends ModelForTests {
    private static int bindingsLeft;
    private static int refusalsLeft;
    private static String change;
    private static RuntimeException unbound;

    public UnsteadyModel() {
      super("unsteady", UnsteadyModel::bindIfAny);
    }

    private static ScheduleEvaluator bindIfAny(
        Accelerator accelerator, AttentionWorkload workload) {
      if (bindingsLeft-- <= 0) {
        throw unbound;
      }
      ScheduleEvaluator flat = new FlatModel().bind(accelerator, workload);
      return new ScheduleEvaluator() {
        @Override
        public Optional<String> refusal(LoopNest nest) {
          return refusalsLeft-- > 0 ? flat.refusal(nest) : Optional.of("not today");
        }

        @Override
        public void evaluate(LoopNest nest, CostSheet sheet) {
          flat.evaluate(nest, sheet);
          if (bindingsLeft == 0) {
            change(sheet);
          }
        }
      };
    }

    private static void change(CostSheet sheet) {
      switch (change) {
        case "violation" -> sheet.violationBytes = 77;
        case "traffic" -> sheet.trafficBytes = 7;
        case "refusal" -> throw new InvalidInputException("no price is known");
        case "failure" -> throw new IllegalStateException("no connection");
        default -> {}
      }
    }
  }

  @BeforeEach
  void offerModel() throws Exception {
    OfferedPlugIn.in(folder, CostModel.class, UnsteadyModel.class);
    UnsteadyModel.bindingsLeft = 4;
    UnsteadyModel.refusalsLeft = 100;
    UnsteadyModel.change = "none";
    UnsteadyModel.unbound = new IllegalStateException("no licence is left");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void areNamedIfTheyCannotBeBoundAgain(int bindings) throws Exception {
    UnsteadyModel.bindingsLeft = bindings;
    CommandRun run = search();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo(
            PROBLEM
                + "could not bind its model (java.lang.IllegalStateException: no licence is"
                + " left).");
  }

  /** An evaluator that is refused where another was given is no fault of the input. */
  @Test
  void areNamedIfTheyRefuseToBeBoundAgain() throws Exception {
    UnsteadyModel.bindingsLeft = 2;
    UnsteadyModel.unbound = new InvalidInputException("no licence is left");
    CommandRun run = search();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo(PROBLEM + "could not bind its model (no licence is left).");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void areNoHarmToOtherRunsOfAnExperiment(int bindings) throws Exception {
    UnsteadyModel.bindingsLeft = bindings;
    CommandRun run = OfferedPlugIn.experiment(folder, DEFINITION);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("small: 2 of 4 runs are finished, 2 of them now");
    assertThat(run.err()).contains("2 runs failed; ", "no licence is left");
  }

  @Test
  void areNamedIfTheyRefuseWhatTheyRated() throws Exception {
    UnsteadyModel.refusalsLeft = 1;
    CommandRun run = search();

    assertUnable(run, "the best point of the search (latency ");
    assertThat(run.err())
        .contains(") again (model 'unsteady' does not accept the schedule: not today) at i");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void areNamedIfTheyCannotRateWhatTheyRated() throws Exception {
    UnsteadyModel.change = "refusal";
    CommandRun run = search();

    assertUnable(run, "the best point of the search (latency ");
    assertThat(run.err()).contains(") again (no price is known) at i");
  }

  @Test
  void areNamedIfTheyRefuseAnotherOfTheBest() throws Exception {
    UnsteadyModel.bindingsLeft = 100;
    UnsteadyModel.refusalsLeft = 3;
    CommandRun run = search("--verify=3");

    assertUnable(run, "a point of the search again (model 'unsteady' does not accept");
    assertThat(run.out()).contains("Schedule: ");
  }

  /** The search evaluates too few to fill 60, and binds the model once more for neighbours. */
  @Test
  void areNamedIfTheyFailAtANeighbourOfTheBest() throws Exception {
    UnsteadyModel.bindingsLeft = 5;
    UnsteadyModel.change = "failure";
    CommandRun run = search("--verify=60");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("Schedule: ");
    assertThat(run.err().strip())
        .startsWith(
            PROBLEM
                + "can't evaluate a neighbour of the best point (java.lang.IllegalStateException:"
                + " no connection) at i")
        .hasLineCount(1);
  }

  private static void assertUnable(CommandRun run, String what) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip()).startsWith(PROBLEM + "can't rate " + what).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({"violation, violationBytes is 77.0 and was 0.0", "traffic, traffic is 7.0 and was "})
  void areNamedIfAFigureChanges(String change, String message) throws Exception {
    UnsteadyModel.change = change;
    CommandRun run = search();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .startsWith("model 'unsteady' failed (" + message)
        .contains(" in the search, must be the same each time) at schedule ")
        .hasLineCount(1);
  }

  private CommandRun search(String... options) throws Exception {
    return OfferedPlugIn.run(
        folder,
        List.of(
            "search",
            "-a=flat-edge",
            "-w=bert",
            "-m=unsteady",
            "--space=published",
            "--strategy=random",
            "--evaluations=20"),
        options);
  }
}
