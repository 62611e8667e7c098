package org.flatsearch.search.strategy.genetic;

import io.jenetics.Phenotype;
import io.jenetics.engine.Evaluator;
import io.jenetics.util.ISeq;
import io.jenetics.util.Seq;
import java.util.function.BiConsumer;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;

/** Lets the run evaluate the new individuals of a population. */
final class PopulationFitness implements Evaluator<DecisionGene, Fitness> {
  private final SearchRun run;
  private final BiConsumer<int[], Score> receiver;
  private final int[] point;
  private final Score score;

  /**
   * @param receiver receives each point and its score; both are reused afterwards
   */
  PopulationFitness(SearchRun run, BiConsumer<int[], Score> receiver) {
    this.run = run;
    this.receiver = receiver;
    point = new int[run.problem().decisions().size()];
    score = new Score(run.objective());
  }

  @Override
  public ISeq<Phenotype<DecisionGene, Fitness>> eval(
      Seq<Phenotype<DecisionGene, Fitness>> population) {
    return population.stream()
        .map(each -> each.nonEvaluated() ? each.withFitness(fitness(each)) : each)
        .collect(ISeq.toISeq());
  }

  private Fitness fitness(Phenotype<DecisionGene, Fitness> individual) {
    PointChromosome.write(individual.genotype().chromosome(), point);
    run.evaluate(point, score);
    receiver.accept(point, score);
    return Fitness.of(score);
  }
}
