package org.flatsearch.experiments.spark.plugin;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;

/**
 * Evaluates one point, and then waits, fails the first few times in each process, or ends the
 * process.
 */
public final class TroubledStrategy implements SearchStrategy {
  private static final Map<Long, Integer> ATTEMPTS = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "troubled";
  }

  @Override
  public String description() {
    return "slow or broken, for tests";
  }

  @Override
  public void search(SearchRun run) {
    run.parameters().requireKnown(Set.of("milliseconds", "slowSeed", "fails", "halts"));
    int milliseconds = run.parameters().integer("milliseconds", 0, 0, 60_000);
    int slowSeed = run.parameters().integer("slowSeed", 0, 0, 100);
    int fails = run.parameters().integer("fails", 0, 0, 100);
    int halts = run.parameters().integer("halts", 0, 0, 1);
    run.evaluate(new int[run.problem().decisions().size()]);
    if (halts == 1) {
      Runtime.getRuntime().halt(3);
    }
    if (ATTEMPTS.merge(run.seed(), 1, Integer::sum) <= fails) {
      throw new IllegalStateException("table of figures is missing");
    }
    Nap.take(run.seed() == slowSeed ? 100 * milliseconds : milliseconds);
  }
}
