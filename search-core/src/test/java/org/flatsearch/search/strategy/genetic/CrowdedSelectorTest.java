package org.flatsearch.search.strategy.genetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenetics.Genotype;
import io.jenetics.Optimize;
import io.jenetics.Phenotype;
import io.jenetics.Selector;
import io.jenetics.util.ISeq;
import java.util.List;
import java.util.stream.IntStream;
import org.flatsearch.goal.Objective;
import org.flatsearch.search.Score;
import org.junit.jupiter.api.Test;

class CrowdedSelectorTest {
  private static final Selector<DecisionGene, Fitness> SELECTOR = new CrowdedSelector();

  /** A violation, a latency and an energy. */
  private static final double[][] INDIVIDUALS = {
    {0, 4, 6}, // Crowded by the next two.
    {0, 5, 5},
    {0, 6, 4},
    {0, 9, 1},
    {0, 1, 9},
    {0, 7, 8}, // Dominated by the first three, though nothing is near.
    {8, 0, 0},
    {7, 0, 0}
  };

  /** The indexes of the individuals that are selected. */
  private static List<Integer> select(int count) {
    DecisionGene[][] domains = {DecisionGene.domain(0, INDIVIDUALS.length)};
    ISeq<Phenotype<DecisionGene, Fitness>> population =
        IntStream.range(0, INDIVIDUALS.length)
            .mapToObj(
                k -> {
                  Score score = new Score(Objective.of("latency", "energy"));
                  score.set(INDIVIDUALS[k][0], INDIVIDUALS[k], new int[] {1, 2});
                  return Phenotype.<DecisionGene, Fitness>of(
                          Genotype.of(PointChromosome.of(domains, new int[] {k})), 1)
                      .withFitness(Fitness.of(score));
                })
            .collect(ISeq.toISeq());
    return SELECTOR.select(population, count, Optimize.MINIMUM).stream()
        .map(individual -> individual.genotype().chromosome().gene().allele())
        .toList();
  }

  @Test
  void prefersTheLessCrowdedOfAFront() {
    assertThat(select(4)).containsExactly(3, 4, 0, 2);
  }

  @Test
  void prefersTheLessDominatedHoweverCrowded() {
    assertThat(select(6)).containsExactly(3, 4, 0, 2, 1, 5);
  }

  @Test
  void takesWhatDoesNotFitLastAndTheLeastViolationFirst() {
    assertThat(select(8)).containsExactly(3, 4, 0, 2, 1, 5, 7, 6);
  }
}
