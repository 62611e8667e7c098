package org.flatsearch.search.strategy.genetic;

import io.jenetics.Phenotype;
import io.jenetics.engine.Evaluator;
import io.jenetics.util.ISeq;
import io.jenetics.util.MSeq;
import io.jenetics.util.Seq;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;

/** Lets the run evaluate the new individuals of a population. */
final class BatchFitness implements Evaluator<DecisionGene, Fitness> {
  private final SearchRun run;
  private final BiConsumer<int[], Score> receiver;
  private int[][] points = new int[0][];
  private Score[] scores = new Score[0];

  /**
   * @param receiver receives each point and its score; both may be reused afterwards
   */
  BatchFitness(SearchRun run, BiConsumer<int[], Score> receiver) {
    this.run = run;
    this.receiver = receiver;
  }

  @Override
  public ISeq<Phenotype<DecisionGene, Fitness>> eval(
      Seq<Phenotype<DecisionGene, Fitness>> population) {
    ensureCapacity(population.size());
    int count = 0;
    for (Phenotype<DecisionGene, Fitness> individual : population) {
      if (individual.nonEvaluated()) {
        PointChromosome.write(individual.genotype().chromosome(), points[count++]);
      }
    }
    // Uses what the budget still allows before the run ends the search.
    int allowed = (int) Math.min(count, run.remaining());
    run.evaluateAll(points, scores, allowed);
    MSeq<Phenotype<DecisionGene, Fitness>> evaluated = MSeq.of(population);
    int next = 0;
    for (int k = 0; k < evaluated.size() && next < allowed; k++) {
      if (evaluated.get(k).nonEvaluated()) {
        receiver.accept(points[next], scores[next]);
        evaluated.set(k, evaluated.get(k).withFitness(Fitness.of(scores[next])));
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
