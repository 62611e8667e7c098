package org.flatsearch.experiments.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.experiments.search.Plans;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Refinement;
import org.flatsearch.results.WhatIf;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

/** The suggested steps, one after another, as a user who follows them takes them. */
class NextStepTest {
  private static final String CHOOSE = "--what-if";
  private static final ResultDocument FOUND =
      new PlannedSearch(
              Plans.of(
                  SpecCatalogue.accelerator("flat-edge"),
                  SpecCatalogue.workload("bert").withSequence(64),
                  CostModels.named("loopnest"),
                  "full",
                  "random",
                  200))
          .run();

  /**
   * A result whose replay is so far above the bound, and refined by that many replays unless
   * negative.
   */
  private static ResultDocument result(Stop stop, Status status, double gap, int refined) {
    Verification replayed =
        new Verification(
            "walk",
            OptionalInt.of(5),
            List.of(),
            List.of(),
            OptionalDouble.of(gap),
            refined < 0 ? Optional.empty() : Optional.of(new Refinement(refined, 9)));
    return result(stop, status, Optional.of(replayed));
  }

  private static ResultDocument result(Stop stop, Status status, Optional<Verification> replayed) {
    return new ResultDocument(
        FOUND.accelerator(),
        FOUND.workload(),
        FOUND.modelVersion(),
        FOUND.setting().with(new Budget(200, 7.5)),
        200,
        7.5,
        stop,
        FOUND.best(),
        new Optimality("loopnest", status, List.of(), OptionalDouble.empty()),
        List.of(),
        FOUND.trace(),
        Map.of(),
        replayed,
        List.of());
  }

  private static void assertNext(ResultDocument result, String options) {
    assertThat(NextStep.of(result, further -> String.join(" ", further)))
        .startsWith("Next\n  ")
        .endsWith(": " + options + "\n");
  }

  @Test
  void isToSearchLongerWhereTheBudgetEndedTheSearch() {
    assertNext(result(Stop.EVALUATIONS, Status.BOUNDED, 0.0011, 100), "--evaluations 2000");
    assertNext(result(Stop.TIME, Status.UNKNOWN, Optional.empty()), "--seconds 75");
    assertNext(result(Stop.CANCELLED, Status.BOUNDED, 0.0011, 100), "--seconds 8");
  }

  @Test
  void isNotToSearchLongerWhereThatGainsNothing() {
    assertNext(result(Stop.EVALUATIONS, Status.BOUNDED, 0.0009, 100), CHOOSE);
    assertNext(result(Stop.EVALUATIONS, Status.PROVEN, 0.01, 100), CHOOSE);
    assertNext(result(Stop.COMPLETE, Status.UNKNOWN, 0.01, 100), CHOOSE);
  }

  @Test
  void isToReplayAndRefineAsLongAsThatMayHelp() {
    assertNext(result(Stop.COMPLETE, Status.PROVEN, Optional.empty()), "--refine 100");
    assertNext(result(Stop.COMPLETE, Status.PROVEN, 0.021, -1), "--refine 100");
    assertNext(result(Stop.COMPLETE, Status.PROVEN, 0.021, 100), "--refine 500");
    assertNext(result(Stop.COMPLETE, Status.PROVEN, 0.021, 2_000), CHOOSE);
    // It ended before a hundred: nothing was left to try.
    assertNext(result(Stop.COMPLETE, Status.PROVEN, 0.021, 99), CHOOSE);
    assertNext(result(Stop.COMPLETE, Status.PROVEN, 0.02, 100), CHOOSE);
  }

  @Test
  void isToKeepTheScheduleAfterAStudy() {
    ResultDocument one = result(Stop.COMPLETE, Status.PROVEN, 0, 100);
    assertNext(
        one.with(List.of(new WhatIf(WhatIf.Part.LANES, 2, one.best(), one.optimality()))),
        "--out best.json");
  }
}
