package elsewhere;

import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;

/** A strategy of somebody else that evaluates a point and fails. */
public final class FailingStrategy implements SearchStrategy {
  @Override
  public String name() {
    return "failing";
  }

  @Override
  public String description() {
    return "for tests";
  }

  @Override
  public void search(SearchRun run) {
    run.evaluate(new int[run.problem().decisions().size()]);
    throw new IllegalStateException("no idea");
  }
}
