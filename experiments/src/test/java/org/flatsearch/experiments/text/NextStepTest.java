package org.flatsearch.experiments.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.experiments.search.Plans;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.Optimality.Status;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.results.Stop;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Refinement;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.results.WhatIf;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

/** The suggested steps, one after another, as a user who follows them takes them. */
class NextStepTest {
  private static final List<String> LATENCY_ENERGY = List.of("latency", "energy");
  private static final String LEARN_MORE = "--tolerance 0.1%";
  private static final ResultDocument FOUND = search(200);
  private static final RatedSchedule BETTER = search(2_000).best().orElseThrow();

  private static ResultDocument search(int evaluations) {
    return search(SpecCatalogue.accelerator("flat-edge"), evaluations);
  }

  private static ResultDocument search(Accelerator accelerator, int evaluations) {
    return new PlannedSearch(
            Plans.of(
                accelerator,
                SpecCatalogue.workload("bert").withSequence(64),
                CostModels.named("loopnest"),
                "full",
                "random",
                evaluations))
        .run();
  }

  private static SearchSetting setting(String model, List<String> objective, double tolerance) {
    SearchSetting of = FOUND.setting();
    return new SearchSetting(
        of.accelerator(),
        of.workload(),
        model,
        of.modelVersion(),
        of.space(),
        of.strategy(),
        objective,
        tolerance,
        of.seed(),
        of.parameters(),
        of.restrictions(),
        of.start(),
        OptionalLong.empty(),
        OptionalDouble.of(3));
  }

  private static ResultDocument result(
      SearchSetting setting, Stop stop, Status status, Optional<Verification> verification) {
    return result(setting, stop, status, List.of(), verification);
  }

  private static ResultDocument result(
      SearchSetting setting,
      Stop stop,
      Status status,
      List<Double> lowerBound,
      Optional<Verification> verification) {
    return new ResultDocument(
        setting,
        200,
        7.5,
        stop,
        FOUND.best(),
        new Optimality("loopnest", status, lowerBound, OptionalDouble.empty()),
        List.of(),
        FOUND.trace(),
        Map.of(),
        verification,
        List.of());
  }

  private static ResultDocument ended(Stop stop, Status status) {
    return result(setting("loopnest", LATENCY_ENERGY, 0), stop, status, replayed(0, 100));
  }

  private static ResultDocument proven(Optional<Verification> verification) {
    return result(
        setting("loopnest", LATENCY_ENERGY, 0), Stop.COMPLETE, Status.PROVEN, verification);
  }

  /**
   * A replay with a gap to the proven bound, refined by that many further replays unless negative.
   */
  private static Optional<Verification> replayed(double gap, int refined) {
    return replayed(OptionalDouble.of(gap), refined);
  }

  private static Optional<Verification> replayed(OptionalDouble gap, int refined) {
    return Optional.of(
        new Verification(
            "walk",
            OptionalInt.of(5),
            List.of(),
            List.of(),
            gap,
            refined < 0 ? Optional.empty() : Optional.of(new Refinement(refined, 9))));
  }

  private static void assertNext(ResultDocument result, String options) {
    assertThat(NextStep.of(result, further -> String.join(" ", further)))
        .startsWith("Next\n  ")
        .endsWith(": " + options + "\n");
  }

  @Test
  void isToSearchTenTimesAsLongWhereTheBudgetEndedTheSearch() {
    assertNext(ended(Stop.EVALUATIONS, Status.BOUNDED), "--evaluations 2000");
    assertNext(ended(Stop.TIME, Status.UNKNOWN), "--seconds 30");
  }

  /**
   * A search that its budget ended while its best was this far above the proven bounds, by metric.
   */
  private static ResultDocument bounded(double tolerance, double... above) {
    Cost best = FOUND.best().orElseThrow().cost();
    List<Double> bounds = new ArrayList<>();
    bounds.add(best.latencySeconds() / (1 + above[0]));
    if (above.length > 1) {
      bounds.add(best.energyJoules() / (1 + above[1]));
    }
    List<String> metrics = LATENCY_ENERGY.subList(0, above.length);
    return result(
        setting("loopnest", metrics, tolerance),
        Stop.EVALUATIONS,
        Status.BOUNDED,
        bounds,
        replayed(0, 100));
  }

  @Test
  void isNotToSearchLongerForLessThanAnyoneCanMeasure() {
    assertNext(bounded(0, 0.0011, 0), "--evaluations 2000");
    assertNext(bounded(0, 0.0009, 0), LEARN_MORE);
    assertNext(bounded(0, 0.0011), "--evaluations 2000");
    assertNext(bounded(0, 0.0009), "--what-if");
  }

  /**
   * A search that found {@code best} and was refined to {@code replayed}, where more time finds a
   * schedule this far above the bound.
   */
  private static ResultDocument refined(
      RatedSchedule best, RatedSchedule replayed, OptionalDouble gap, double above) {
    Cost cost = replayed.cost();
    Replay replay = new Replay(OptionalInt.empty(), replayed.schedule(), cost, cost);
    Verification verification =
        new Verification(
            "walk",
            OptionalInt.of(5),
            List.of(replay),
            List.of(),
            gap,
            Optional.of(new Refinement(100, 9)));
    return new ResultDocument(
        setting("loopnest", List.of("latency"), 0),
        200,
        7.5,
        Stop.EVALUATIONS,
        Optional.of(best),
        new Optimality(
            "loopnest",
            Status.BOUNDED,
            List.of(BETTER.cost().latencySeconds() / (1 + above)),
            OptionalDouble.empty()),
        List.of(),
        FOUND.trace(),
        Map.of(),
        Optional.of(verification),
        List.of());
  }

  @Test
  void isNotToSearchLongerForLessThanTheSearchOrItsRefinementHasFound() {
    RatedSchedule found = FOUND.best().orElseThrow();
    assertThat(found.cost().latencySeconds()).isGreaterThan(BETTER.cost().latencySeconds() * 1.01);
    OptionalDouble small = OptionalDouble.of(0.01);

    assertNext(refined(found, BETTER, small, 0.0011), "--evaluations 2000");
    assertNext(refined(found, BETTER, small, 0.0009), "--what-if");
    assertNext(refined(found, BETTER, small, 0), "--what-if");
    assertNext(refined(BETTER, found, small, 0.0009), "--what-if");
    // Figures of a replay that the bound does not hold for say nothing about a longer search.
    assertNext(refined(found, BETTER, OptionalDouble.empty(), 0.0009), "--evaluations 2000");
  }

  @Test
  void isToSearchLongerForWhatFitsHoweverFastTheScheduleThatDoesNotIs() {
    Accelerator small = SpecCatalogue.accelerator("flat-edge").with(Map.of("bufferBytes", "256"));
    RatedSchedule tooLarge = search(small, 1).best().orElseThrow();
    assertThat(tooLarge.cost().isFeasible()).isFalse();

    assertNext(refined(tooLarge, tooLarge, OptionalDouble.empty(), -0.999), "--evaluations 2000");
  }

  @Test
  void isToSearchLongerForAMetricThatIsOpenBetweenSchedulesThatAreEqual() {
    assertNext(bounded(0, 0, 0.0011), "--evaluations 2000");
    assertNext(bounded(0, 0, 0.0009), LEARN_MORE);
    // What is proven of energy is proven of the fastest schedules only.
    assertNext(bounded(0, 0.0009, 0.5), LEARN_MORE);
    // Of those that are equal to within the tolerance, another may take less.
    assertNext(bounded(0.001, 0.0009, 0.5), "--evaluations 2000");
  }

  @Test
  void isToGiveASearchThatWasCancelledATimeLimitThatItHadNotReached() {
    assertNext(ended(Stop.CANCELLED, Status.BOUNDED), "--seconds 8");
  }

  @Test
  void isNotToSearchLongerWhatIsProvenOrEndedByItself() {
    assertNext(ended(Stop.EVALUATIONS, Status.PROVEN), LEARN_MORE);
    assertNext(ended(Stop.COMPLETE, Status.UNKNOWN), LEARN_MORE);
  }

  @Test
  void isToReplayWhatWasNotAndMayWaitLong() {
    assertNext(proven(Optional.empty()), "--refine 100");
    assertNext(proven(replayed(0.021, -1)), "--refine 100");
    assertNext(proven(replayed(0.02, -1)), LEARN_MORE);
  }

  @Test
  void isNotToReplayWhatNoReplayBounds() {
    SearchSetting flat = setting("flat", LATENCY_ENERGY, 0);
    assertNext(result(flat, Stop.COMPLETE, Status.PROVEN, Optional.empty()), LEARN_MORE);
  }

  @Test
  void isToRefineFurtherAsLongAsThatMayHelp() {
    assertNext(proven(replayed(0.021, 100)), "--refine 500");
    assertNext(proven(replayed(0.021, 1_999)), "--refine 9995");
    assertNext(proven(replayed(0.021, 2_000)), LEARN_MORE);
    assertNext(proven(replayed(0.02, 100)), LEARN_MORE);
    // It ended before a hundred: nothing was left to try.
    assertNext(proven(replayed(0.021, 99)), LEARN_MORE);
  }

  @Test
  void isNotToRefineWhatIsNotKnownToWait() {
    assertNext(proven(replayed(OptionalDouble.empty(), -1)), LEARN_MORE);
    assertNext(proven(replayed(OptionalDouble.empty(), 100)), LEARN_MORE);
  }

  @Test
  void isToLetASecondObjectiveDecideIfThereIsOneAndItDoesNotYet() {
    assertThat(NextStep.of(proven(replayed(0, 100)), further -> "…"))
        .contains("Choose by energy among schedules of nearly equal latency: …");
    SearchSetting one = setting("flat", List.of("latency"), 0);
    SearchSetting tolerant = setting("flat", LATENCY_ENERGY, 0.001);
    for (SearchSetting setting : List.of(one, tolerant)) {
      assertNext(result(setting, Stop.COMPLETE, Status.PROVEN, Optional.empty()), "--what-if");
    }
  }

  @Test
  void isToStudyTheAcceleratorAfterAFrontAndToKeepTheScheduleAfterAStudy() {
    ResultDocument one = proven(replayed(0, 100));
    ResultDocument front =
        new ResultDocument(
            one.setting(),
            1,
            1,
            Stop.COMPLETE,
            one.best(),
            one.optimality(),
            List.of(one.best().orElseThrow()),
            one.trace(),
            Map.of(),
            one.verification(),
            List.of());

    assertNext(front, "--what-if");
    assertNext(
        one.with(List.of(new WhatIf(WhatIf.Part.LANES, 2, one.best(), one.optimality()))),
        "--out best.json");
  }
}
