package org.flatsearch.search.strategy.genetic;

import org.flatsearch.search.Score;

/** The score of an individual, to be minimised: infeasible ones rank by their violation. */
record Fitness(Score score) implements Comparable<Fitness> {
  /** A copy of {@code score}, which may be reused. */
  static Fitness of(Score score) {
    Score copy = new Score(score.values.length);
    copy.set(score);
    return new Fitness(copy);
  }

  @Override
  public int compareTo(Fitness other) {
    return score.compareTo(other.score);
  }
}
