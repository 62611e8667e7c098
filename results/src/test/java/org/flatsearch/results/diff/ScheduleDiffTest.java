package org.flatsearch.results.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.results.exchange.BertBase;
import org.flatsearch.results.exchange.RandomCase;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Tensor;
import org.junit.jupiter.api.Test;

class ScheduleDiffTest {
  private static final CostModel MODEL = CostModels.all().get("loopnest");

  private static DiffSide bert(AttentionSchedule schedule) {
    return new DiffSide("bert", schedule, BertBase.accelerator(), BertBase.workload());
  }

  @Test
  void findsNothingBetweenEqualSchedules() {
    ScheduleDiff diff =
        ScheduleDiff.of(bert(BertBase.rowsOf64()), bert(BertBase.rowsOf64()), MODEL);

    assertThat(diff.isEmpty()).isTrue();
    assertThat(diff.figures()).noneMatch(FigureDifference::isDifferent);
  }

  @Test
  void listsTheDecisionsThatDifferWithBothValues() {
    ScheduleDiff diff =
        ScheduleDiff.of(bert(BertBase.rowsOf64()), bert(BertBase.streamedKeys()), MODEL);

    assertThat(diff.decisions())
        .extracting(DecisionDifference::decision, DecisionDifference::a, DecisionDifference::b)
        .containsExactly(
            tuple("logit key tile", "512", "128"),
            tuple("attend key tile", "512", "128"),
            tuple("K held", "inside instance, 1 slot", "inside key, 1 slot"),
            tuple("V held", "inside instance, 1 slot", "inside key, 1 slot"));
  }

  @Test
  void ratesEachDecisionOnItsOwn() {
    ScheduleDiff diff = ScheduleDiff.of(bert(BertBase.rowsOf64()), bert(moreSlots()), MODEL);

    DecisionDifference slots = diff.decisions().get(0);
    assertThat(diff.decisions()).hasSize(1);
    assertThat(slots.decision()).isEqualTo("Q held");
    assertThat(slots.alone()).contains(diff.costB());
  }

  private static AttentionSchedule moreSlots() {
    AttentionSchedule rows = BertBase.rowsOf64();
    Map<Tensor, Residency> residency = new EnumMap<>(rows.residency());
    residency.put(Tensor.Q, Residency.inside(Dimension.ROW, 2));
    return new AttentionSchedule(rows.shared(), rows.logit(), rows.attend(), residency);
  }

  @Test
  void comparesCostsPartByPart() {
    ScheduleDiff diff =
        ScheduleDiff.of(bert(BertBase.rowsOf64()), bert(BertBase.streamedKeys()), MODEL);

    FigureDifference keys =
        diff.figures().stream()
            .filter(figure -> figure.figure().equals("trafficBytesByTensor.K"))
            .findFirst()
            .orElseThrow();
    assertThat(keys.a()).isEqualTo(12 * 512 * 64 * 2);
    assertThat(keys.b()).isEqualTo(8 * keys.a());
  }

  @Test
  void comparesSchedulesOfDifferentFormsAndTargets() {
    for (long seed = 1; seed <= 60; seed++) {
      RandomCase a = RandomCase.onOneCore(seed);
      RandomCase b = RandomCase.onOneCore(seed + 1);
      ScheduleDiff diff = ScheduleDiff.of(side(a), side(b), MODEL);

      assertThat(diff.decisions()).as("seed %d", seed).allMatch(row -> row.alone().isEmpty());
      assertThat(diff.toJson().get("figures")).isNotEmpty();
    }
  }

  private static DiffSide side(RandomCase drawn) {
    return new DiffSide(
        "seed " + drawn.seed(), drawn.schedule(), drawn.accelerator(), drawn.workload());
  }

  @Test
  void knowsEachDecisionOnceAndOnlyWhereItExists() {
    ScheduleDiff diff =
        ScheduleDiff.of(bert(BertBase.rowsOf64()), bert(BertBase.rowsOf64()), MODEL);

    assertThat(Decision.all()).extracting(Decision::name).doesNotHaveDuplicates();
    assertThat(diff.toJson().get("decisions")).isEmpty();
    assertThat(List.of("logitsOut held", "logitsIn held"))
        .allSatisfy(
            name ->
                assertThat(Decision.all().stream().filter(d -> d.name().equals(name)).findFirst())
                    .hasValueSatisfying(
                        d -> assertThat(d.value().apply(BertBase.rowsOf64())).isEmpty()));
  }
}
