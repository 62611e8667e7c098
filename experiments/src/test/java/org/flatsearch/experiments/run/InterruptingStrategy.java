package org.flatsearch.experiments.run;

import java.util.List;
import java.util.Set;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;

/** Evaluates one point, and leaves an interrupt behind in the thread that asks for its front. */
public final class InterruptingStrategy implements SearchStrategy {
  @Override
  public String name() {
    return "interrupting";
  }

  @Override
  public String description() {
    return "interrupts who waits for it, for tests";
  }

  @Override
  public void search(SearchRun run) {
    run.parameters().requireKnown(Set.of());
    run.reportFront(
        () -> {
          Thread.currentThread().interrupt();
          return List.of();
        });
    run.evaluate(new int[run.problem().decisions().size()]);
  }
}
