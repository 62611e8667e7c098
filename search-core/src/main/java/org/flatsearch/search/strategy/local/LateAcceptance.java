package org.flatsearch.search.strategy.local;

import java.util.List;
import java.util.Set;
import org.flatsearch.search.SearchRun;
import org.optaplanner.core.config.localsearch.decider.acceptor.AcceptorType;
import org.optaplanner.core.config.localsearch.decider.acceptor.LocalSearchAcceptorConfig;

/**
 * Late acceptance hill climbing (Burke and Bykov, "The late acceptance hill-climbing heuristic",
 * European Journal of Operational Research 258, 2017): accepts a move that is not worse than the
 * point {@code history} steps ago. A step is an accepted move; in the paper, it is any move that
 * was tried.
 */
public final class LateAcceptance extends AbstractLocalSearch {
  @Override
  public String name() {
    return "late-acceptance";
  }

  @Override
  public String description() {
    return "accepts changes no worse than the point some steps ago (history, patience)";
  }

  @Override
  Set<String> parameterNames() {
    return Set.of("history", "patience");
  }

  @Override
  LocalSearchAcceptorConfig acceptor(SearchRun run) {
    return new LocalSearchAcceptorConfig()
        .withAcceptorTypeList(List.of(AcceptorType.LATE_ACCEPTANCE))
        .withLateAcceptanceSize(run.parameters().integer("history", 20, 1, 1_000_000));
  }

  @Override
  int acceptedPerStep(SearchRun run) {
    return 1;
  }

  @Override
  long patience(SearchRun run) {
    return run.parameters().integer("patience", 2000, 1, Integer.MAX_VALUE);
  }
}
