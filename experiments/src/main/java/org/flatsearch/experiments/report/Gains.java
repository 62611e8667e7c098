package org.flatsearch.experiments.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.flatsearch.experiments.definition.Comparison;
import org.flatsearch.experiments.definition.Comparison.Published;
import org.flatsearch.experiments.search.CostMetrics;
import org.flatsearch.json.StrictJson;

/**
 * By what factor one search does better than another on one accelerator.
 *
 * @param comparison what is compared
 * @param accelerator name of the accelerator
 * @param variant which of several models, spaces and objectives of the search this is
 * @param geometricMean geometric mean of the factors over the workloads
 * @param smallest the smallest factor
 * @param largest the largest factor
 * @param workloads how many workloads there are
 */
record Gains(
    Comparison comparison,
    String accelerator,
    List<String> variant,
    double geometricMean,
    double smallest,
    double largest,
    int workloads) {

  /**
   * The gains of each comparison on each accelerator, over the workloads that both searches have.
   */
  static List<Gains> of(List<Comparison> comparisons, List<BestRun> bestRuns) {
    List<Gains> all = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      Map<Group, List<Double>> factors = new LinkedHashMap<>();
      for (BestRun best : bestRuns) {
        if (best.run().search().equals(comparison.of())) {
          other(best, comparison, bestRuns)
              .ifPresent(
                  against ->
                      factors
                          .computeIfAbsent(Group.of(best), key -> new ArrayList<>())
                          .add(value(against, comparison) / value(best, comparison)));
        }
      }
      factors.forEach((group, list) -> all.add(of(comparison, group, list)));
    }
    return all;
  }

  /** What factors of one geometric mean share. */
  private record Group(String accelerator, List<String> variant) {
    static Group of(BestRun best) {
      return new Group(best.run().accelerator(), best.variant());
    }
  }

  /**
   * What a best run is compared with. Nothing if the metric is 0 in either, as energy is on an
   * accelerator that states none: there is no factor then.
   */
  private static Optional<BestRun> other(
      BestRun best, Comparison comparison, List<BestRun> bestRuns) {
    return sameTarget(best, comparison.against(), bestRuns).stream()
        .filter(o -> best.isComparable(o))
        .filter(o -> o.run().isFeasible() && best.run().isFeasible())
        .filter(o -> value(o, comparison) > 0 && value(best, comparison) > 0)
        .findFirst();
  }

  /** What is compared: the search that does better, by its metric. */
  String of() {
    return Stream.concat(Stream.of(comparison.of()), variant.stream())
        .collect(Collectors.joining(", "));
  }

  /** What others state for the same accelerator. */
  List<Published> published() {
    return comparison.published().stream()
        .filter(claim -> claim.accelerator().equals(accelerator))
        .toList();
  }

  ObjectNode toJson() {
    ObjectNode json =
        StrictJson.newObject()
            .put("name", comparison.name())
            .put("of", of())
            .put("against", comparison.against())
            .put("metric", comparison.metric())
            .put("accelerator", accelerator)
            .put("workloads", workloads)
            .put("geometricMean", geometricMean)
            .put("smallest", smallest)
            .put("largest", largest);
    ArrayNode claims = json.putArray("published");
    for (Published claim : published()) {
      claims
          .addObject()
          .put("value", claim.value())
          .put("origin", claim.origin())
          .put("note", claim.note());
    }
    return json;
  }

  private static List<BestRun> sameTarget(BestRun best, String search, List<BestRun> bestRuns) {
    return bestRuns.stream()
        .filter(o -> o.run().search().equals(search))
        .filter(o -> o.run().accelerator().equals(best.run().accelerator()))
        .filter(o -> o.run().workload().equals(best.run().workload()))
        .toList();
  }

  private static double value(BestRun best, Comparison comparison) {
    return CostMetrics.value(best.cost(), comparison.metric());
  }

  private static Gains of(Comparison comparison, Group group, List<Double> factors) {
    double[] values = factors.stream().mapToDouble(Double::doubleValue).toArray();
    return new Gains(
        comparison,
        group.accelerator(),
        group.variant(),
        StatUtils.geometricMean(values),
        StatUtils.min(values),
        StatUtils.max(values),
        values.length);
  }
}
