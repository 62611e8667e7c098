package org.flatsearch.search.space.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Restriction;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.search.strategy.exact.Auto;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** None of the three ways to treat the logits is best everywhere: each wins strictly somewhere. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("thorough")
class WinningFormsTest {
  private static final String NONE = "form in {none:instance,none:instance-row}";
  private static final String ROW = "form in {row:instance,row:instance-row}";
  private static final String ONLINE = "form in {online:instance-row-key,online:instance-key-row}";

  private static final Accelerator EDGE = SpecCatalogue.accelerator("flat-edge");

  @Test
  void wholeRowsOnChipWinForShortSequences() {
    AttentionWorkload bert = SpecCatalogue.workload("bert").withSequence(256);
    double row = found(EDGE, bert, "latency", ROW);

    assertThat(row).isLessThan(least(EDGE, bert, "latency", ONLINE));
    assertThat(row).isLessThan(least(EDGE, bert, "latency", NONE));
  }

  @Test
  void anOnlineSoftmaxWinsWhereTheLanesBind() {
    Accelerator slow =
        EDGE.with(
            Map.of("bufferBytes", "16384", "lanes", "2", "dramReadBytesPerSecond", "17179869184"));
    AttentionWorkload narrow = new AttentionWorkload("narrow", "", 1, 1, 1, 2, 512, 8, 2, 2);
    double online = found(slow, narrow, "edp", ONLINE);

    assertThat(online).isLessThan(least(slow, narrow, "edp", ROW));
    assertThat(online).isLessThan(least(slow, narrow, "edp", NONE));
  }

  @Test
  void logitsThroughDramWinForFewRowsInATinyBuffer() {
    Accelerator tiny =
        EDGE.with(
            Map.of(
                "bufferBytes", "256",
                "lanes", "32",
                "dramReadBytesPerSecond", "549755813888"));
    AttentionWorkload few = new AttentionWorkload("few-rows", "", 1, 1, 1, 2, 32, 128, 16, 2);
    double none = found(tiny, few, "edp", NONE);

    assertThat(none).isLessThan(least(tiny, few, "edp", ROW));
    assertThat(none).isLessThan(least(tiny, few, "edp", ONLINE));
  }

  /** The figure of the best schedule of these forms that a search finds. */
  private static double found(
      Accelerator accelerator, AttentionWorkload workload, String metric, String forms) {
    SearchResult result = search(accelerator, workload, metric, forms);
    assertThat(result.isFeasible()).isTrue();
    return result.values().get(0);
  }

  /** A proven lower bound on all schedules of these forms; infinity if none is feasible. */
  private static double least(
      Accelerator accelerator, AttentionWorkload workload, String metric, String forms) {
    SearchResult result = search(accelerator, workload, metric, forms);
    if (!result.isFeasible()) {
      assertThat(result.proof().status()).isEqualTo(Status.PROVEN);
      return Double.POSITIVE_INFINITY;
    }
    return result.proof().lowerBound().get(0);
  }

  private static SearchResult search(
      Accelerator accelerator, AttentionWorkload workload, String metric, String forms) {
    RestrictedProblem problem =
        RestrictedProblem.of(
            Spaces.problem(new LoopNestModel(), "full", accelerator, workload),
            List.of(Restriction.parse(forms)));
    return Search.of(problem, new Auto())
        .objective(Objective.of(metric))
        .budget(Budget.ofEvaluations(130_000))
        .run();
  }
}
