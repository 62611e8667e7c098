package org.flatsearch.experiments.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.flatsearch.experiments.definition.Comparison;
import org.flatsearch.experiments.definition.Comparison.Published;
import org.flatsearch.experiments.search.CostMetrics;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.json.StrictJson;

/**
 * The factors by which one search does better than another on one accelerator.
 *
 * @param comparison what is compared
 * @param accelerator name of the accelerator
 * @param series the {@link BestRun#series} of the better search
 * @param soughtFor metrics other than the one compared that a search of the two minimised first
 * @param geometricMean geometric mean of the factors over the workloads
 * @param smallest the smallest factor
 * @param largest the largest factor
 * @param workloads how many workloads the factors are of
 * @param open how many factors are of a search that has not proven its schedule to be optimal
 */
record Gains(
    Comparison comparison,
    String accelerator,
    String series,
    List<String> soughtFor,
    double geometricMean,
    double smallest,
    double largest,
    int workloads,
    int open) {

  private record Factor(double value, boolean proven) {}

  /**
   * The gains of each comparison on each accelerator, over the workloads that both searches fit.
   */
  static List<Gains> of(List<Comparison> comparisons, List<BestRun> bestRuns) {
    List<Gains> all = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      Map<Group, List<Factor>> factors = new LinkedHashMap<>();
      Map<List<String>, List<BestRun>> others =
          bestRuns.stream()
              .filter(best -> best.run().search().equals(comparison.against()))
              .collect(Collectors.groupingBy(Gains::target));
      for (BestRun best : bestRuns) {
        if (best.run().search().equals(comparison.of())) {
          against(best, comparison, others.getOrDefault(target(best), List.of()))
              .ifPresent(
                  other ->
                      factors
                          .computeIfAbsent(
                              Group.of(best, other, comparison), key -> new ArrayList<>())
                          .add(factor(best, other, comparison)));
        }
      }
      factors.forEach((group, list) -> all.add(of(comparison, group, list)));
    }
    return all;
  }

  private static List<String> target(BestRun best) {
    return List.of(best.run().accelerator(), best.run().workload());
  }

  /** What the factors of one geometric mean share. */
  private record Group(String accelerator, String series, List<String> soughtFor) {
    static Group of(BestRun best, BestRun other, Comparison comparison) {
      List<String> soughtFor =
          Stream.of(best, other)
              .map(each -> each.run().setting().objective().metrics().get(0))
              .filter(metric -> !metric.equals(comparison.metric()))
              .distinct()
              .toList();
      return new Group(best.run().accelerator(), best.series(), soughtFor);
    }
  }

  /** Which factors do not compare the least values there are; empty if all do. */
  static String note(List<Gains> all) {
    Map<String, Set<String>> soughtFor = new LinkedHashMap<>();
    int least = 0;
    int open = 0;
    for (Gains gains : all) {
      if (gains.soughtFor.isEmpty()) {
        least += gains.workloads;
        open += gains.open;
      } else {
        soughtFor
            .computeIfAbsent(gains.comparison.metric(), metric -> new LinkedHashSet<>())
            .addAll(gains.soughtFor);
      }
    }
    List<String> sentences = new ArrayList<>();
    String found =
        "Factors in %s of searches for %s compare what was found, not the least possible %s.";
    soughtFor.forEach(
        (metric, others) ->
            sentences.add(found.formatted(metric, String.join(" or ", others), metric)));
    if (open > 0) {
      sentences.add(
          (soughtFor.isEmpty() ? "Of the factors, " : "Of the other factors, ")
              + (Units.count(open) + " of " + Units.count(least))
              + " compare a schedule that is not proven to be optimal: they may be too large or too"
              + " small.");
    }
    return String.join(" ", sentences);
  }

  /**
   * The run that a best run is compared with, of those for the same target. Empty also if one of
   * the two does not fit, or has a metric of 0, as energy is on an accelerator that states none:
   * there is no factor then.
   */
  private static Optional<BestRun> against(
      BestRun best, Comparison comparison, List<BestRun> others) {
    return others.stream()
        .filter(best::isComparable)
        .filter(o -> o.run().isFeasible() && best.run().isFeasible())
        .filter(o -> value(o, comparison) > 0 && value(best, comparison) > 0)
        .findFirst();
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
            .put("of", series)
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

  private static Factor factor(BestRun best, BestRun other, Comparison comparison) {
    return new Factor(
        value(other, comparison) / value(best, comparison), best.gap() == 0 && other.gap() == 0);
  }

  private static double value(BestRun best, Comparison comparison) {
    return CostMetrics.value(best.cost(), comparison.metric());
  }

  private static Gains of(Comparison comparison, Group group, List<Factor> factors) {
    double[] values = factors.stream().mapToDouble(Factor::value).toArray();
    return new Gains(
        comparison,
        group.accelerator(),
        group.series(),
        group.soughtFor(),
        StatUtils.geometricMean(values),
        StatUtils.min(values),
        StatUtils.max(values),
        values.length,
        (int) factors.stream().filter(factor -> !factor.proven()).count());
  }
}
