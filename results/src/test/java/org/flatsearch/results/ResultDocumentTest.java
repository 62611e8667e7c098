package org.flatsearch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.EnergyPart;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.goal.Trace;
import org.flatsearch.goal.Trace.Improvement;
import org.flatsearch.goal.Trace.LowerBound;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.Verification.Refinement;
import org.flatsearch.results.Verification.Refusal;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultDocumentTest {
  @TempDir Path folder;

  static Cost cost(double latencySeconds) {
    CostSheet sheet = new CostSheet();
    sheet.latencySeconds = latencySeconds;
    sheet.energyJoules = 0.1 + 0.2;
    sheet.energyJoulesByPart[EnergyPart.LANES.ordinal()] = 0.3;
    sheet.leakageJoules = Math.PI;
    sheet.trafficBytes = 352485376.00000006;
    sheet.trafficBytesByTensor[Tensor.Q.ordinal()] = 1.0 / 3;
    sheet.footprintBytes = 9007199254740993.0;
    sheet.footprintBytesByTensor[Tensor.K.ordinal()] = 12345678901234567.0;
    sheet.registerBytes = 4096.5;
    sheet.violationBytes = 12300;
    sheet.registerViolationBytes = 12;
    sheet.utilization = 0.7;
    sheet.idealLatencySeconds = Double.MIN_VALUE;
    sheet.bound = Bound.ON_CHIP;
    sheet.spillFraction = 0.007751937984496138;
    sheet.busySeconds[Bound.LANES.ordinal()] = 1e-300;
    sheet.macs = 1;
    sheet.dramReadWords = Long.MAX_VALUE;
    sheet.executedLogits = 7;
    sheet.extrapolated = true;
    return Cost.of(sheet);
  }

  private static SearchSetting setting() {
    return new SearchSetting(
        "loopnest",
        "full",
        List.of("row.tile%16==0"),
        new Objective(List.of("latency", "energy"), Tolerance.of(0.005)),
        "auto",
        Map.of("audit", "1000"),
        Long.MIN_VALUE,
        new Budget(20_000, 2.5),
        Optional.of(Schedules.online()));
  }

  static ResultDocument minimal() {
    return withCounters(Map.of());
  }

  private static ResultDocument withCounters(Map<String, Long> counters) {
    return new ResultDocument(
        SpecCatalogue.accelerator("flat-edge"),
        SpecCatalogue.workload("bert"),
        OptionalInt.of(22),
        setting(),
        0,
        0.01,
        Stop.CANCELLED,
        Optional.empty(),
        new Optimality("loopnest", Status.UNKNOWN, List.of(), OptionalDouble.empty()),
        List.of(),
        new Trace(List.of(), List.of()),
        counters,
        Optional.empty(),
        List.of());
  }

  static ResultDocument complete() {
    RatedSchedule best = new RatedSchedule(Schedules.example(), cost(0.1));
    Optimality bounded =
        new Optimality(
            "loopnest", Status.BOUNDED, List.of(0.09, 1 / 3.0), OptionalDouble.of(0.1111));
    return new ResultDocument(
            SpecCatalogue.accelerator("flat-edge"),
            SpecCatalogue.workload("bert"),
            OptionalInt.of(22),
            setting(),
            20_000,
            2.5,
            Stop.EVALUATIONS,
            Optional.of(best),
            bounded,
            List.of(best, new RatedSchedule(Schedules.throughDram(), cost(0.2))),
            new Trace(
                List.of(new Improvement(1, 0, List.of(0.3, 2.0))),
                List.of(new LowerBound(17, List.of(0.09, 0.0)))),
            Map.of("pruned: latency", 12L),
            Optional.empty(),
            List.of())
        .with(
            new Verification(
                "walk",
                OptionalInt.of(5),
                List.of(
                    new Replay(
                        OptionalInt.empty(), Schedules.throughDram(), cost(0.1), cost(0.105)),
                    new Replay(OptionalInt.of(2), Schedules.example(), cost(0.1), cost(0.11))),
                List.of(new Refusal(1, "it takes too long")),
                OptionalDouble.of(0.02),
                Optional.of(new Refinement(100, 4321))),
            0)
        .with(List.of(new WhatIf(WhatIf.Part.ARRAY, 0.5, Optional.of(best), bounded)));
  }

  private static ResultDocument read(ObjectNode json) {
    return ResultDocument.read(StrictJson.readString(StrictJson.write(json), "r.json"));
  }

  @Test
  void readsBackWhatItWrites() {
    Path file = folder.resolve("result.json");

    complete().write(file);

    assertThat(ResultDocument.read(file)).isEqualTo(complete());
  }

  @Test
  void readsBackAResultWithoutASchedule() {
    assertThat(read(minimal().toJson())).isEqualTo(minimal());
  }

  /** As of a refinement that was cancelled at once, and of a bound next to 0. */
  @Test
  void readsBackAVerificationThatSaysLittle() {
    ResultDocument result =
        minimal()
            .with(
                new Verification(
                    "walk",
                    OptionalInt.empty(),
                    List.of(),
                    List.of(),
                    OptionalDouble.of(Double.POSITIVE_INFINITY),
                    Optional.of(new Refinement(0, 0))),
                0);

    assertThat(read(result.toJson())).isEqualTo(result);
  }

  @Test
  void writesTheSameBytesWhateverTheOrderOfCounters() {
    Map<String, Long> counters = new LinkedHashMap<>();
    counters.put("replays", 3L);
    counters.put("audits", 7L);

    assertThat(withCounters(counters).toJson().get("counters").toString())
        .isEqualTo("{\"audits\":7,\"replays\":3}");
  }

  @Test
  void leavesOutWhatSaysNothing() {
    assertThat(minimal().toJson().has("best")).isFalse();
    assertThat(minimal().toJson().has("front")).isFalse();
    assertThat(minimal().toJson().has("whatIf")).isFalse();
  }

  @Test
  void namesTheBestScheduleAsOneThatCanBeCutOut() {
    var schedule = complete().toJson().get("best").get("schedule").toString();

    assertThat(ScheduleDocument.read(StrictJson.readString(schedule, "s.json")))
        .isEqualTo(
            new ScheduleDocument(
                Schedules.example(), Optional.of(new MadeFor("flat-edge", "bert"))));
  }

  @Test
  void refusesAFieldThatItDoesNotKnow() {
    var json = complete().toJson();
    json.put("strategie", "x");

    assertThatThrownBy(() -> read(json))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "r.json, /strategie: unknown field. This is a document of kind result. Did you mean"
                + " strategy?");
  }

  @Test
  void refusesACostThatCouldNotBeWritten() {
    ObjectNode product = complete().toJson();
    ((ObjectNode) product.at("/best/cost")).put("latencySeconds", 1e200).put("energyJoules", 1e200);
    ObjectNode sum = complete().toJson();
    ArrayNode violations = ((ObjectNode) sum.at("/best/cost")).putArray("violations");
    violations.addObject().put("tensor", "Q").put("bytes", 1e308);
    violations.addObject().put("tensor", "K").put("bytes", 1e308);

    String rule = " must be a number below 1.8e308";
    assertThatThrownBy(() -> ResultDocument.read(JsonObjectReader.over(product, "r.json")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "r.json, /best/cost: the product of energyJoules and latencySeconds" + rule);
    assertThatThrownBy(() -> ResultDocument.read(JsonObjectReader.over(sum, "r.json")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "r.json, /best/cost: the sum of the bytes of all violations" + rule);
  }

  @Test
  void refusesAToleranceThatIsNoFraction() {
    var json = complete().toJson();
    json.put("tolerance", 5);

    assertThatThrownBy(() -> read(json))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("r.json, /tolerance: must be a number from 0 to 1, found 5");
  }

  /** As those that were written before the field was there. */
  @Test
  void readsAResultWithoutTheVersionOfItsModel() {
    var json = complete().toJson();
    json.remove("modelVersion");

    ResultDocument read = read(json);

    assertThat(read.modelVersion()).isEmpty();
    assertThat(complete().modelVersion()).hasValue(22);
  }

  @Test
  void readsBackAnEvaluation() {
    EvaluationDocument evaluation =
        new EvaluationDocument(
            minimal().accelerator(),
            minimal().workload(),
            "flat",
            OptionalInt.of(1),
            new RatedSchedule(Schedules.online(), cost(1)));

    Path file = folder.resolve("e.json");
    evaluation.write(file);
    assertThat(EvaluationDocument.read(file)).isEqualTo(evaluation);
  }

  @Test
  void leavesTheOldFileWhenItCannotBeWritten() throws Exception {
    Path file = folder.resolve("missing").resolve("result.json");

    assertThatThrownBy(() -> minimal().write(file)).isInstanceOf(InvalidInputException.class);

    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, 1, a search has no -1 evaluations", "1, NaN, a search does not take NaN s"})
  void hasWhatCanBeReadAgain(long evaluations, double seconds, String message) {
    ResultDocument result = minimal();
    assertThatThrownBy(
            () ->
                new ResultDocument(
                    result.accelerator(),
                    result.workload(),
                    result.modelVersion(),
                    result.setting(),
                    evaluations,
                    seconds,
                    result.stop(),
                    result.best(),
                    result.optimality(),
                    result.front(),
                    result.trace(),
                    result.counters(),
                    result.verification(),
                    result.whatIfs()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
