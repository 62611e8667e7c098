package org.flatsearch.search;

import java.util.List;

/** A problem that is like another one, except for what it overrides. */
public interface DelegatingProblem extends SearchProblem {
  /** The other one. */
  SearchProblem problem();

  @Override
  default String name() {
    return problem().name();
  }

  @Override
  default List<Decision> decisions() {
    return problem().decisions();
  }

  @Override
  default List<String> metrics() {
    return problem().metrics();
  }

  @Override
  default Evaluator evaluator() {
    return problem().evaluator();
  }
}
