package org.flatsearch.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.flatsearch.experiments.definition.Comparison;
import org.flatsearch.experiments.search.CostMetrics;

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
  static List<Gains> of(List<Comparison> comparisons, List<Outcome> outcomes) {
    List<Gains> all = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      Map<Group, List<Double>> factors = new LinkedHashMap<>();
      for (Outcome outcome : outcomes) {
        if (outcome.best().search().equals(comparison.of())) {
          other(outcome, comparison, outcomes)
              .ifPresent(
                  against ->
                      factors
                          .computeIfAbsent(Group.of(outcome), key -> new ArrayList<>())
                          .add(value(against, comparison) / value(outcome, comparison)));
        }
      }
      factors.forEach((group, list) -> all.add(of(comparison, group, list)));
    }
    return all;
  }

  /** What factors of one geometric mean share. */
  private record Group(String accelerator, List<String> variant) {
    static Group of(Outcome outcome) {
      return new Group(outcome.best().accelerator(), outcome.variant());
    }
  }

  /**
   * What an outcome is compared with. Nothing if the metric is 0 in either, as energy is on an
   * accelerator that states none: there is no factor then.
   */
  private static Optional<Outcome> other(
      Outcome outcome, Comparison comparison, List<Outcome> outcomes) {
    return sameTarget(outcome, comparison.against(), outcomes).stream()
        .filter(o -> outcome.isComparable(o))
        .filter(o -> o.best().isFeasible() && outcome.best().isFeasible())
        .filter(o -> value(o, comparison) > 0 && value(outcome, comparison) > 0)
        .findFirst();
  }

  /** What is compared: the search that does better, by its metric. */
  String of() {
    return Stream.concat(Stream.of(comparison.of()), variant.stream())
        .collect(Collectors.joining(", "));
  }

  private static List<Outcome> sameTarget(Outcome outcome, String search, List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(o -> o.best().search().equals(search))
        .filter(o -> o.best().accelerator().equals(outcome.best().accelerator()))
        .filter(o -> o.best().workload().equals(outcome.best().workload()))
        .toList();
  }

  private static double value(Outcome outcome, Comparison comparison) {
    return CostMetrics.value(outcome.best().best().orElseThrow().cost(), comparison.metric());
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
