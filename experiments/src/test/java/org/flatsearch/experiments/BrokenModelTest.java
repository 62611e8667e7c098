package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cost models of third parties, with defects that a search does not meet. */
class BrokenModelTest {
  private static final String DEFINITION =
      """
      schemaVersion: 1
      name: broken
      searches:
        - name: both
          accelerators: [flat-edge]
          workloads: [bert]
          models: [flat, %s]
          spaces: [published]
          strategies: [random]
          seeds: [1, 2]
          budgets: [20]
      """;

  @TempDir private Path folder;

  /** Forgets to return an evaluator. */
  public static final class UnboundModel implements CostModel {
    @Override
    public String name() {
      return "unbound";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
      return null;
    }
  }

  /** Model {@code flat}, but divides by zero in a figure that is no metric. */
  public static final class EndlessModel implements CostModel {
    @Override
    public String name() {
      return "endless";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
      ScheduleEvaluator flat = new FlatModel().bind(accelerator, workload);
      return new ScheduleEvaluator() {
        @Override
        public Optional<String> refusal(LoopNest nest) {
          return flat.refusal(nest);
        }

        @Override
        public void evaluate(LoopNest nest, CostSheet sheet) {
          flat.evaluate(nest, sheet);
          sheet.trafficBytesByTensor[0] = Double.POSITIVE_INFINITY;
        }
      };
    }
  }

  @BeforeEach
  void offerModels() throws Exception {
    OfferedPlugIn.in(folder, CostModel.class, UnboundModel.class, EndlessModel.class);
  }

  @Test
  void namesTheFigureThatNoDocumentCanHold() throws Exception {
    CommandRun run = search("endless");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .startsWith("model 'endless' failed (trafficBytesByTensor of 'Q' is Infinity, must be")
        .hasLineCount(1);
  }

  @Test
  void namesTheModelThatGivesNoEvaluator() throws Exception {
    CommandRun run = search("unbound");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .startsWith("model 'unbound' failed (bind returned null) when it was bound to ")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unbound", "endless"})
  void finishesTheOtherRunsOfAnExperiment(String model) throws Exception {
    CommandRun run = experiment(model);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("broken: 2 of 4 runs are finished, 2 of them now");
    assertThat(run.err()).contains("2 runs failed; ", "model '" + model + "' failed (");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unbound", "endless", "throwing"})
  void estimatesTheOtherRunsOfAnExperiment(String model) throws Exception {
    CommandRun run = experiment(model, "--dry-run");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("broken: 4 runs\n");
  }

  private CommandRun search(String model) throws Exception {
    return OfferedPlugIn.run(
        folder,
        "search",
        "-a=flat-edge",
        "-w=bert",
        "-m=" + model,
        "--space=published",
        "--strategy=random",
        "--evaluations=20",
        "--format=json");
  }

  private CommandRun experiment(String model, String... further) throws Exception {
    Path file = Files.writeString(folder.resolve("broken.yaml"), DEFINITION.formatted(model));
    String out = "--out=" + folder.resolve("out");
    return further.length == 0
        ? OfferedPlugIn.run(folder, "run", file.toString(), out)
        : OfferedPlugIn.run(folder, "run", file.toString(), out, further[0]);
  }
}
