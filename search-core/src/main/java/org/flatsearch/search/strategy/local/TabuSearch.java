package org.flatsearch.search.strategy.local;

import java.util.List;
import java.util.Set;
import org.flatsearch.search.SearchRun;
import org.optaplanner.core.config.localsearch.decider.acceptor.AcceptorType;
import org.optaplanner.core.config.localsearch.decider.acceptor.LocalSearchAcceptorConfig;

/**
 * Tabu search (Glover, "Tabu search, part I", ORSA Journal on Computing 1, 1989): takes the best of
 * {@code sample} moves that it may choose, even if it is worse than the current point. For {@code
 * tenure} steps after a move, no move may choose the value that it chose, unless the result would
 * be the best of the descent. The value that it left may be chosen at once, if no recent move chose
 * that one too.
 */
public final class TabuSearch extends AbstractLocalSearch {
  @Override
  public String name() {
    return "tabu";
  }

  @Override
  public String description() {
    return "takes the best of some changes, none to a value chosen recently (sample, tenure,"
        + " patience)";
  }

  @Override
  Set<String> parameterNames() {
    return Set.of("sample", "tenure", "patience");
  }

  @Override
  LocalSearchAcceptorConfig acceptor(SearchRun run) {
    return new LocalSearchAcceptorConfig()
        .withAcceptorTypeList(List.of(AcceptorType.VALUE_TABU))
        .withValueTabuSize(run.parameters().integer("tenure", 7, 1, 10_000));
  }

  @Override
  int acceptedPerStep(SearchRun run) {
    return run.parameters().integer("sample", 20, 1, 1_000_000);
  }

  @Override
  long patience(SearchRun run) {
    return run.parameters().integer("patience", 2000, 1, Integer.MAX_VALUE);
  }
}
