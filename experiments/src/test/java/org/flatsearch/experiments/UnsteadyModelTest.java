package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cost models of third parties that later do something else than they did before. */
class UnsteadyModelTest {
  private static final String PROBLEM =
      "The search ended: problem 'bert on flat-edge (unsteady, published)' ";
  private static final String DEFINITION =
      Experiments.SMALL.replace("[flat]", "[flat, unsteady]") + "seeds: [1, 2]\n";

  @TempDir private Path folder;

  /**
   * Model {@code flat}, but can be bound only some times. A search binds a model to check it, to check
   * the space, to evaluate, and to rate what it found.
   */
  public static final class UnsteadyModel extends ModelForTests {
    private static int bindingsLeft;

    public UnsteadyModel() {
      super("unsteady", UnsteadyModel::bindIfAny);
    }

    private static ScheduleEvaluator bindIfAny(
        Accelerator accelerator, AttentionWorkload workload) {
      if (bindingsLeft-- <= 0) {
        throw new IllegalStateException("no licence is left");
      }
      return new FlatModel().bind(accelerator, workload);
    }
  }

  @BeforeEach
  void offerModel() throws Exception {
    OfferedPlugIn.in(folder, CostModel.class, UnsteadyModel.class);
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

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void areNoHarmToOtherRunsOfAnExperiment(int bindings) throws Exception {
    UnsteadyModel.bindingsLeft = bindings;
    CommandRun run = OfferedPlugIn.experiment(folder, DEFINITION);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("small: 2 of 4 runs are finished, 2 of them now");
    assertThat(run.err()).contains("2 runs failed; ", "no licence is left");
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
