package org.flatsearch.search.strategy.genetic;

import io.jenetics.Phenotype;
import io.jenetics.engine.Evaluator;
import io.jenetics.util.ISeq;
import io.jenetics.util.MSeq;
import io.jenetics.util.Seq;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;

/** Lets the run evaluate the new individuals of a population. */
final class BatchFitness<C extends Comparable<? super C>> implements Evaluator<DecisionGene, C> {
  private final SearchRun run;
  private final BiFunction<int[], Score, C> fitness;
  private int[][] points = new int[0][];
  private Score[] scores = new Score[0];

  /**
   * @param fitness makes the fitness of a point from its score; both may be reused afterwards
   */
  BatchFitness(SearchRun run, BiFunction<int[], Score, C> fitness) {
    this.run = run;
    this.fitness = fitness;
  }

  @Override
  public ISeq<Phenotype<DecisionGene, C>> eval(Seq<Phenotype<DecisionGene, C>> population) {
    ensureCapacity(population.size());
    int count = 0;
    for (Phenotype<DecisionGene, C> individual : population) {
      if (individual.nonEvaluated()) {
        PointChromosome.write(individual.genotype().chromosome(), points[count++]);
      }
    }
    // Uses what the budget still allows before the run ends the search.
    int allowed = (int) Math.min(count, run.remaining());
    run.evaluateAll(points, scores, allowed);
    MSeq<Phenotype<DecisionGene, C>> evaluated = MSeq.of(population);
    int next = 0;
    for (int k = 0; k < evaluated.size() && next < allowed; k++) {
      if (evaluated.get(k).nonEvaluated()) {
        C value = fitness.apply(points[next], scores[next]);
        evaluated.set(k, evaluated.get(k).withFitness(value));
        next++;
      }
    }
    if (allowed < count) {
      run.evaluate(points[allowed], scores[allowed]);
    }
    return evaluated.toISeq();
  }

  private void ensureCapacity(int size) {
    int before = points.length;
    if (before < size) {
      points = Arrays.copyOf(points, size);
      scores = Arrays.copyOf(scores, size);
      for (int k = before; k < size; k++) {
        points[k] = new int[run.problem().decisions().size()];
        scores[k] = new Score(run.objective());
      }
    }
  }
}
