package org.flatsearch.experiments.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostFigure;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.EnergyPart;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.Accelerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplanationTest {
  private static final CostModel MODEL = CostModels.all().get("loopnest");
  private static final double LESS = 1 - 5e-4;
  private static final double NO_MORE = 1 + 5e-4;

  private static RatedSchedule rated(AttentionSchedule schedule, Accelerator accelerator) {
    return RatedSchedule.of(schedule, MODEL, accelerator, NeighboursTest.WORKLOAD);
  }

  /** The schedule fits the first buffer but not the second. */
  @ParameterizedTest
  @ValueSource(strings = {"400B", "268B"})
  void listsTheFastestOfEachKindAndOneOfThoseThatCostTheSame(String buffer) {
    Accelerator accelerator = NeighboursTest.ACCELERATOR.with("bufferBytes", buffer);
    RatedSchedule own = rated(NeighboursTest.schedule(), accelerator);
    Cost now = own.cost();
    List<Cost> others =
        Neighbours.of(own.schedule(), NeighboursTest.WORKLOAD, false).values().stream()
            .map(schedule -> rated(schedule, accelerator).cost())
            .toList();
    Predicate<Cost> gains =
        cost ->
            !now.isFeasible() && cost.isFeasible()
                || cost.latencySeconds() < LESS * now.latencySeconds()
                || cost.latencySeconds() < NO_MORE * now.latencySeconds()
                    && cost.energyJoules() < LESS * now.energyJoules();

    Explanation explanation = explanation(own, accelerator);

    assertThat(costs(explanation.better()))
        .isNotEmpty()
        .isEqualTo(best(others, gains.and(Cost::isFeasible)));
    assertThat(costs(explanation.tooLarge()))
        .isNotEmpty()
        .isEqualTo(best(others, gains.and(Predicate.not(Cost::isFeasible))));
    assertThat(costs(explanation.smaller()))
        .isNotEmpty()
        .isEqualTo(
            best(others, gains.negate().and(cost -> cost.footprintBytes() < now.footprintBytes())));
  }

  private static Explanation explanation(RatedSchedule own, Accelerator accelerator) {
    return Explanation.of(
        new EvaluationDocument(
            accelerator, NeighboursTest.WORKLOAD, MODEL.name(), OptionalInt.empty(), own),
        MODEL);
  }

  @Test
  void splitsTheEnergyIntoWhatIsPaidFor() {
    Accelerator accelerator =
        NeighboursTest.ACCELERATOR.with(Map.of("lanes", "16", "energy.laneOperationJoules", "2pJ"));
    RatedSchedule own = rated(NeighboursTest.schedule(), accelerator);
    double lanes = own.cost().value(CostFigure.LANE_OPERATIONS) * 2e-12;

    assertThat(lanes).isPositive();
    assertThat(own.cost().energyJoulesByPart()).containsEntry(EnergyPart.LANES, lanes);
    assertThat(
            explanation(own, accelerator)
                .toJson()
                .at("/cost/energyJoulesByPart/softmax lanes")
                .asDouble())
        .isEqualTo(lanes);
  }

  private static List<Cost> costs(List<Explanation.Alternative> alternatives) {
    return alternatives.stream().map(alternative -> alternative.rated().cost()).toList();
  }

  private static List<Cost> best(List<Cost> costs, Predicate<Cost> kind) {
    return costs.stream()
        .filter(kind)
        .distinct()
        .sorted(
            Comparator.comparingDouble(Cost::latencySeconds)
                .thenComparingDouble(Cost::energyJoules)
                .thenComparingDouble(Cost::footprintBytes))
        .limit(5)
        .toList();
  }
}
