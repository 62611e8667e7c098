package org.flatsearch.search.strategy.continuous;

import java.util.Set;
import java.util.SplittableRandom;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.strategy.Neighbourhood;

/**
 * Covariance matrix adaptation (Hansen and Ostermeier, "Completely derandomized self-adaptation in
 * evolution strategies", Evolutionary Computation 9, 2001) of the ordered decisions, in successive
 * descents of {@code generations} generations. The categorical decisions are fixed during a
 * descent. Each descent but the first begins, with equal probability, at the best point so far with
 * one to three changes or at a random point.
 */
public final class CmaEs implements SearchStrategy {
  @Override
  public String name() {
    return "cma-es";
  }

  @Override
  public String description() {
    return "adapts a normal distribution of the ordered decisions (generations, sigma)";
  }

  @Override
  public void search(SearchRun run) {
    run.parameters().requireKnown(Set.of("generations", "sigma"));
    int generations = run.parameters().integer("generations", 40, 1, 1_000_000);
    double sigma = run.parameters().real("sigma", 0.2, 1e-6, 1);
    Neighbourhood neighbourhood = new Neighbourhood(run.problem());
    SplittableRandom random = new SplittableRandom(run.seed());
    int[] point = neighbourhood.start(run, random);
    run.evaluate(point);
    if (neighbourhood.isSinglePoint()) {
      return;
    }
    OrderedDescent descent = new OrderedDescent(run, generations, sigma);
    while (true) {
      descent.from(point, random.nextInt());
      run.count("descents", 1);
      if (random.nextBoolean()) {
        point = run.bestDecisions();
        neighbourhood.change(random, point);
      } else {
        neighbourhood.draw(random, point);
      }
    }
  }
}
