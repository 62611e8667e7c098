package org.flatsearch.results.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostFigure;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.exchange.BertBase;
import org.flatsearch.results.exchange.RandomCase;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.junit.jupiter.api.Test;

class ScheduleDiffTest {
  private static final CostModel MODEL = CostModels.named("loopnest");

  private static DiffSide bert(AttentionSchedule schedule) {
    return new DiffSide("bert", schedule, BertBase.accelerator(), BertBase.workload());
  }

  @Test
  void findsNothingBetweenEqualSchedules() {
    ScheduleDiff diff =
        ScheduleDiff.of(bert(BertBase.rowsOf64()), bert(BertBase.rowsOf64()), MODEL);

    assertThat(diff.isEmpty()).isTrue();
    assertThat(diff.toJson().get("decisions")).isEmpty();
    assertThat(diff.figures())
        .isNotEmpty()
        .allSatisfy(figure -> assertThat(figure.a()).isEqualTo(figure.b()));
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
  void listsPartsStepsAndRegisters() {
    AttentionSchedule online = BertBase.sharedKeys(Dimension.ROW, Dimension.KEY, 128);
    LoopNest nest = new LoopNest();
    nest.set(online);
    nest.keyPart = 256;
    nest.keyStep = 64;
    nest.place[Tensor.Q.ordinal()] = Residency.Place.REGISTERS;

    ScheduleDiff diff =
        ScheduleDiff.of(bert(online), bert(nest.toSchedule()), CostModels.named("walk"));

    assertThat(diff.decisions())
        .extracting(DecisionDifference::decision, DecisionDifference::b)
        .containsExactly(
            tuple("keyPart tile", "256"),
            tuple("keyStep tile", "64"),
            tuple("Q held", "inside row in registers, 1 slot"));
  }

  @Test
  void ratesEachDecisionOnItsOwn() {
    AttentionSchedule rows = BertBase.rowsOf64();
    AttentionSchedule moreSlots = BertBase.with(rows, Tensor.Q, Residency.inside(Dimension.ROW, 2));

    ScheduleDiff diff = ScheduleDiff.of(bert(rows), bert(moreSlots), MODEL);

    DecisionDifference slots = diff.decisions().get(0);
    assertThat(diff.decisions()).hasSize(1);
    assertThat(slots.decision()).isEqualTo("Q held");
    assertThat(slots.alone()).contains(diff.costB());
    Cost cost = diff.costB();
    assertThat(diff.toJson().at("/decisions/0").toString())
        .isEqualTo(
            """
            {"decision":"Q held","a":"inside row, 1 slot","b":"inside row, 2 slots",\
            "alone":{"latencySeconds":%s,"energyJoules":%s,"violationBytes":0}}\
            """
                .formatted(cost.latencySeconds(), cost.energyJoules()));
  }

  /** The expected schedules are assembled from parts of both, see {@link WithOneDecision}. */
  @Test
  void ratesTheFirstScheduleWithEachDecisionOfTheSecond() {
    int rated = 0;
    for (long seed = 1; seed <= 12; seed++) {
      RandomCase a = RandomCase.onSeveralCores(seed);
      AttentionSchedule b = WithOneDecision.allChanged(a.schedule());
      DiffSide other = new DiffSide("all changed", b, a.accelerator(), a.workload());
      for (DecisionDifference row : ScheduleDiff.of(side(a), other, MODEL).decisions()) {
        Optional<Cost> expected =
            WithOneDecision.of(row.decision(), a.schedule(), b)
                .map(one -> RatedSchedule.of(one, MODEL, a.accelerator(), a.workload()).cost());
        assertThat(row.alone()).as("%s, %s", a, row.decision()).isEqualTo(expected);
        rated += expected.isPresent() ? 1 : 0;
      }
    }
    assertThat(rated).isGreaterThan(100);
  }

  @Test
  void ratesNoDecisionWhereTheOtherHasADifferentTarget() {
    DiffSide a = bert(BertBase.rowsOf64());
    DiffSide b = bert(BertBase.rowsOf(32));
    assertThat(ScheduleDiff.of(a, b, MODEL).decisions())
        .isNotEmpty()
        .allMatch(row -> row.alone().isPresent());
    DiffSide larger =
        new DiffSide("", b.schedule(), b.accelerator().with("bufferBytes", "1MiB"), b.workload());
    DiffSide longer =
        new DiffSide("", b.schedule(), b.accelerator(), b.workload().with("batch", "2"));
    for (DiffSide other : List.of(larger, longer)) {
      assertThat(ScheduleDiff.of(a, other, MODEL).decisions())
          .isNotEmpty()
          .allMatch(row -> row.alone().isEmpty());
    }
  }

  @Test
  void ratesNoDecisionWhereTheOtherSharesOtherLoops() {
    AttentionSchedule rows = BertBase.rowsOf64();
    List<TiledLoop> shared = new ArrayList<>(rows.shared());
    TiledLoop row = shared.remove(1);
    Map<Tensor, Residency> residency = new EnumMap<>(rows.residency());
    residency.put(Tensor.LOGITS, Residency.inside(Dimension.INSTANCE, 1));
    AttentionSchedule heads =
        new AttentionSchedule(
            shared, withLoop(rows.logit(), row), withLoop(rows.attend(), row), residency);

    ScheduleDiff diff = ScheduleDiff.of(bert(rows), bert(heads), MODEL);

    assertThat(diff.decisions()).extracting(DecisionDifference::decision).contains("logits held");
    assertThat(diff.decisions()).allMatch(decision -> decision.alone().isEmpty());
  }

  private static StageLoops withLoop(StageLoops stage, TiledLoop first) {
    List<TiledLoop> loops = new ArrayList<>(stage.loops());
    loops.add(0, first);
    return new StageLoops(loops, stage.stationarity(), stage.transposed());
  }

  @Test
  void showsFiguresThatOnlyOneHas() {
    AttentionSchedule fused = BertBase.rowsOf64();
    Map<Tensor, Residency> residency = new EnumMap<>(fused.residency());
    Residency logits = residency.remove(Tensor.LOGITS);
    residency.put(Tensor.LOGITS_OUT, logits);
    residency.put(Tensor.LOGITS_IN, logits);
    AttentionSchedule apart =
        new AttentionSchedule(fused.shared(), fused.logit(), fused.attend(), residency);
    Accelerator leaking = BertBase.accelerator().with("energy.leakageWatts", "1W");

    ScheduleDiff diff =
        ScheduleDiff.of(
            new DiffSide("fused", fused, leaking, BertBase.workload()),
            new DiffSide("apart", apart, leaking, BertBase.workload()),
            MODEL);

    assertThat(diff.decisions())
        .extracting(DecisionDifference::decision)
        .containsExactly("logits", "logits held", "logitsOut held", "logitsIn held");
    assertThat(diff.decisions()).allMatch(decision -> decision.alone().isEmpty());
    assertThat(diff.toJson().get("decisions").toString())
        .isEqualTo(
            """
            [{"decision":"logits","a":"on chip","b":"through DRAM"},\
            {"decision":"logits held","a":"inside row, 1 slot"},\
            {"decision":"logitsOut held","b":"inside row, 1 slot"},\
            {"decision":"logitsIn held","b":"inside row, 1 slot"}]\
            """);
    assertThat(diff.toJson().get("b").toString())
        .isEqualTo(
            """
            {"label":"apart","accelerator":"%s","workload":"%s"}\
            """
                .formatted(leaking.name(), BertBase.workload().name()));
    Cost a = diff.costA();
    Cost b = diff.costB();
    assertThat(diff.figures())
        .contains(
            new FigureDifference(
                CostFigure.TRAFFIC,
                "trafficBytesByTensor.logitsOut",
                0,
                b.trafficBytesByTensor().get(Tensor.LOGITS_OUT)),
            new FigureDifference(
                CostFigure.LEAKAGE, "leakageJoules", a.leakageJoules(), b.leakageJoules()),
            new FigureDifference(
                CostFigure.FOOTPRINT, "footprintBytes", a.footprintBytes(), b.footprintBytes()));
    assertThat(a.leakageJoules()).isPositive().isNotEqualTo(b.leakageJoules());
    assertThat(a.footprintBytes()).isNotEqualTo(b.footprintBytes());
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

  /** Listed only where they differ. */
  private static final Set<String> OF_WORKLOAD =
      Set.of("macs", "registerAccesses", "idealLatencySeconds", "executedLogits");

  /** Figures have the same names as in the cost of an evaluation document. */
  @Test
  void comparesSchedulesOfDifferentFormsAndTargets() {
    for (long seed = 1; seed <= 60; seed++) {
      RandomCase a = RandomCase.onOneCore(seed);
      RandomCase b = RandomCase.onOneCore(seed + 1);
      ScheduleDiff diff = ScheduleDiff.of(side(a), side(b), MODEL);
      Map<String, Double> ofA = figures(a, diff.costA());
      Map<String, Double> ofB = figures(b, diff.costB());
      Set<String> names = new HashSet<>(ofA.keySet());
      names.addAll(ofB.keySet());
      names.removeIf(name -> OF_WORKLOAD.contains(name) && ofA.get(name).equals(ofB.get(name)));

      assertThat(diff.decisions())
          .as("seed %d", seed)
          .isNotEmpty()
          .allMatch(row -> row.alone().isEmpty());
      assertThat(diff.figures())
          .as("seed %d", seed)
          .extracting(FigureDifference::figure, FigureDifference::a, FigureDifference::b)
          .containsExactlyInAnyOrderElementsOf(
              names.stream()
                  .map(
                      name -> tuple(name, ofA.getOrDefault(name, 0.0), ofB.getOrDefault(name, 0.0)))
                  .toList());
      assertThat(diff.toJson().get("figures"))
          .extracting(
              row -> row.get("figure").asText(),
              row -> row.get("a").asDouble(),
              row -> row.get("b").asDouble())
          .containsExactlyElementsOf(
              diff.figures().stream().map(row -> tuple(row.figure(), row.a(), row.b())).toList());
    }
  }

  /** The figures of a document, without zeros. */
  private static Map<String, Double> figures(RandomCase drawn, Cost cost) {
    JsonNode json =
        new EvaluationDocument(
                drawn.accelerator(),
                drawn.workload(),
                MODEL.name(),
                OptionalInt.empty(),
                new RatedSchedule(drawn.schedule(), cost))
            .toJson()
            .get("cost");
    Map<String, Double> figures = new HashMap<>();
    json.properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              String prefix = field.getKey().equals("counts") ? "" : field.getKey() + ".";
              if (value.isNumber()) {
                figures.put(field.getKey(), value.asDouble());
              }
              value
                  .properties()
                  .forEach(p -> figures.put(prefix + p.getKey(), p.getValue().asDouble()));
            });
    json.get("violations")
        .forEach(
            part -> figures.merge("violationBytes", part.get("bytes").asDouble(), Double::sum));
    figures.values().removeIf(value -> value == 0);
    return figures;
  }

  private static DiffSide side(RandomCase drawn) {
    return new DiffSide(
        "seed " + drawn.seed(), drawn.schedule(), drawn.accelerator(), drawn.workload());
  }

  @Test
  void knowsEachDecisionOnceAndOnlyWhereItExists() {
    assertThat(Decision.all()).extracting(Decision::name).doesNotHaveDuplicates();
    assertThat(List.of("logitsOut held", "logitsIn held"))
        .allSatisfy(
            name ->
                assertThat(Decision.all().stream().filter(d -> d.name().equals(name)).findFirst())
                    .hasValueSatisfying(
                        d -> assertThat(d.value().apply(BertBase.rowsOf64())).isEmpty()));
  }
}
