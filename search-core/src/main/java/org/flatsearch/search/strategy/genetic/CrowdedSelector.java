package org.flatsearch.search.strategy.genetic;

import io.jenetics.Optimize;
import io.jenetics.Phenotype;
import io.jenetics.Selector;
import io.jenetics.ext.moea.Pareto;
import io.jenetics.util.ISeq;
import io.jenetics.util.Seq;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The selection of NSGA-II: the least dominated individuals, and of a front that has no room as a
 * whole the least crowded. {@code NSGA2Selector} of Jenetics takes the distances over all fronts at
 * once, and where it minimises, they are 0 for all but the extremes.
 */
final class CrowdedSelector implements Selector<DecisionGene, Fitness> {
  /** Selects individuals, from the best to the worst; earlier ones where they tie. */
  @Override
  public ISeq<Phenotype<DecisionGene, Fitness>> select(
      Seq<Phenotype<DecisionGene, Fitness>> population, int count, Optimize optimum) {
    ISeq<Fitness> fitness = population.stream().map(Phenotype::fitness).collect(ISeq.toISeq());
    // Jenetics takes greater for better.
    int[] rank = Pareto.rank(fitness, (a, b) -> Fitness.dominance(b, a));
    double[] distance = new double[rank.length];
    IntStream.range(0, rank.length)
        .boxed()
        .collect(Collectors.groupingBy(k -> rank[k]))
        .values()
        .forEach(front -> setDistances(fitness, front, distance));
    return IntStream.range(0, rank.length)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingInt(k -> rank[k])
                .thenComparing(k -> distance[k], Comparator.reverseOrder()))
        .limit(count)
        .map(population::get)
        .collect(ISeq.toISeq());
  }

  private static void setDistances(ISeq<Fitness> fitness, List<Integer> front, double[] distance) {
    double[] ofFront =
        Pareto.crowdingDistance(
            front.stream().map(fitness::get).collect(ISeq.toISeq()),
            Fitness::compareAt,
            Fitness::distanceAt,
            Fitness::dimension);
    for (int k = 0; k < ofFront.length; k++) {
      distance[front.get(k)] = ofFront[k];
    }
  }
}
