package org.flatsearch.experiments.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.flatsearch.experiments.record.ProblemKey;
import org.flatsearch.experiments.record.WrongProof;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.SearchSetting;

/**
 * A comparison as a JSON document, for other programs. Figures that do not exist or are infinite
 * are left out.
 */
public final class ComparisonDocument {
  private static final int SCHEMA_VERSION = 1;

  private ComparisonDocument() {}

  /** The document of a comparison. */
  public static ObjectNode of(StrategyComparison comparison) {
    ObjectNode json = StrictJson.newObject().put("schemaVersion", SCHEMA_VERSION);
    comparison.remarks().forEach(json.putArray("remarks")::add);
    Targets.FACTORS.forEach(json.putArray("targets")::add);
    ArrayNode strategies = json.putArray("strategies");
    for (Contender contender : comparison.lineUp().contenders()) {
      strategies.add(strategy(comparison, contender));
    }
    ObjectNode reached = json.putObject("fractionsOfTargetsReached");
    reached.set("withinEvaluations", reached(comparison.evaluationsToTargets()));
    reached.set("withinCpuSeconds", reached(comparison.cpuSecondsToTargets()));
    ArrayNode problems = json.putArray("problems");
    comparison.problems().forEach(problem -> problems.add(problem(comparison, problem)));
    Map<ComparedProblem, Integer> indexes = new IdentityHashMap<>();
    comparison.problems().forEach(problem -> indexes.put(problem, indexes.size()));
    ArrayNode pairs = json.putArray("pairs");
    comparison.tests().forEach(test -> pairs.add(pair(comparison, test, indexes)));
    ArrayNode wrongProofs = json.putArray("wrongProofs");
    comparison.wrongProofs().forEach(wrong -> wrongProofs.add(wrongProof(wrong)));
    return json;
  }

  private static ObjectNode strategy(StrategyComparison comparison, Contender contender) {
    Targets targets = comparison.targets(contender);
    ObjectNode json = StrictJson.newObject().put("name", comparison.lineUp().name(contender));
    json.put("strategy", contender.strategy());
    contender.parameters().forEach(json.putObject("parameters")::put);
    json.set("budget", SearchSetting.toJson(contender.budget()));
    json.put("runs", targets.runs());
    targets.successes().forEach(json.putArray("runsThatReachTarget")::add);
    numbers(json.putArray("expectedEvaluationsToTarget"), targets.evaluations());
    numbers(json.putArray("expectedCpuSecondsToTarget"), targets.cpuSeconds());
    json.set("finalGap", quartiles(comparison.finalGaps(contender)));
    json.set("cpuSeconds", quartiles(comparison.cpuSeconds(contender)));
    return json;
  }

  /** The fractions of all strategies, in their order, at powers of ten. */
  private static ArrayNode reached(Map<Contender, Ecdf> distributions) {
    ArrayNode json = StrictJson.newObject().putArray("reached");
    for (double cost : Ecdf.decades(distributions.values())) {
      ObjectNode entry = json.addObject();
      entry.set("cost", StrictJson.number(cost));
      ArrayNode fractions = entry.putArray("fractions");
      distributions.values().forEach(ecdf -> fractions.add(ecdf.within(cost)));
    }
    return json;
  }

  private static ObjectNode problem(StrategyComparison comparison, ComparedProblem problem) {
    ObjectNode json = problem(problem.key());
    ObjectNode reference =
        json.putObject("reference").put("kind", problem.reference().kind().text());
    put(reference, "value", problem.reference().value());
    ArrayNode strategies = json.putArray("strategies");
    problem
        .runs()
        .forEach(
            (contender, runs) -> {
              Targets targets = Targets.of(contender, List.of(problem));
              ObjectNode entry =
                  strategies.addObject().put("name", comparison.lineUp().name(contender));
              entry.put("runs", runs.size());
              targets.successes().forEach(entry.putArray("runsThatReachTarget")::add);
              numbers(entry.putArray("expectedEvaluationsToTarget"), targets.evaluations());
              entry.set("finalGap", quartiles(Quartiles.of(problem.finalGaps(contender))));
            });
    return json;
  }

  private static ObjectNode problem(ProblemKey key) {
    ObjectNode json =
        StrictJson.newObject()
            .put("accelerator", key.accelerator())
            .put("workload", key.workload())
            .put("model", key.model())
            .put("space", key.space());
    key.restrictions().forEach(json.putArray("restrictions")::add);
    SearchSetting.addTo(json, key.objective());
    return json;
  }

  private static ObjectNode pair(
      StrategyComparison comparison, PairwiseTest test, Map<ComparedProblem, Integer> indexes) {
    ObjectNode json =
        StrictJson.newObject()
            .put("first", comparison.lineUp().name(test.first()))
            .put("second", comparison.lineUp().name(test.second()))
            .put("significantlyBetter", test.wins())
            .put("significantlyWorse", test.losses());
    put(json, "medianA12", test.medianA12());
    test.overAll()
        .ifPresent(
            overAll -> {
              put(json, "wilcoxonHolmP", overAll.pValue());
              overAll
                  .favours()
                  .ifPresent(who -> json.put("favours", comparison.lineUp().name(who)));
            });
    ArrayNode problems = json.putArray("problems");
    for (PairwiseTest.ProblemTest problemTest : test.problems()) {
      ObjectNode entry = problems.addObject();
      entry.put("problem", indexes.get(problemTest.problem()));
      put(entry, "mannWhitneyHolmP", problemTest.pValue());
      put(entry, "a12", problemTest.a12());
    }
    return json;
  }

  private static ObjectNode wrongProof(WrongProof wrong) {
    ObjectNode json = problem(ProblemKey.of(wrong.claim()));
    return json.put("run", wrong.claim().id()).put("refutedBy", wrong.better().id());
  }

  private static ObjectNode quartiles(Quartiles quartiles) {
    ObjectNode json = StrictJson.newObject();
    put(json, "lower", quartiles.lower());
    put(json, "median", quartiles.median());
    put(json, "upper", quartiles.upper());
    return json;
  }

  /** Adds null for an infinite value, so that the others keep their places. */
  private static void numbers(ArrayNode array, List<Double> values) {
    for (double value : values) {
      if (Double.isInfinite(value)) {
        array.addNull();
      } else {
        array.add(StrictJson.number(value));
      }
    }
  }

  private static void put(ObjectNode json, String field, OptionalDouble value) {
    value.ifPresent(number -> put(json, field, number));
  }

  private static void put(ObjectNode json, String field, double value) {
    if (Double.isFinite(value)) {
      json.set(field, StrictJson.number(value));
    }
  }
}
