package org.flatsearch.search.strategy.climbing;

import static org.assertj.core.api.Assertions.assertThat;

import org.flatsearch.goal.Objective;
import org.flatsearch.search.Score;
import org.junit.jupiter.api.Test;

/** Late acceptance compares with the current point and with an earlier one. */
class LookbackTest {
  private static Lookback lookback(int length, int patience, double first) {
    Lookback lookback = new Lookback(length, patience, Objective.of("latency"));
    lookback.begin(score(first));
    return lookback;
  }

  private static Score score(double value) {
    Score score = new Score(Objective.of("latency"));
    score.violation = 0;
    score.values[0] = value;
    return score;
  }

  private static boolean accepts(Lookback lookback, double changed, double current) {
    return lookback.accepts(score(changed), score(current));
  }

  @Test
  void acceptsWhatIsNoWorseThanWhatWasCurrentSomeChangesAgo() {
    Lookback lookback = lookback(2, 9, 10);
    assertThat(accepts(lookback, 7, 10)).isTrue();
    assertThat(accepts(lookback, 10, 7)).as("the first, two changes ago").isTrue();
    assertThat(accepts(lookback, 9.5, 10)).as("better than the current one").isTrue();
    assertThat(accepts(lookback, 10.5, 9.5)).isFalse();
    assertThat(accepts(lookback, 9.6, 9.5)).as("9.5 two changes ago").isFalse();
    lookback.begin(score(5));
    assertThat(accepts(lookback, 7, 5)).as("of the climb before").isFalse();
  }

  @Test
  void acceptsWhatTiesWithACurrentPointThatIsWorseThanTheOneSomeChangesAgo() {
    Lookback lookback = lookback(2, 9, 10);
    assertThat(accepts(lookback, 7, 10)).isTrue();
    assertThat(accepts(lookback, 9, 7)).isTrue();
    assertThat(accepts(lookback, 9, 9)).as("7 two changes ago").isTrue();
    lookback = lookback(2, 9, 10);
    assertThat(accepts(lookback, 7, 10)).isTrue();
    assertThat(accepts(lookback, 9, 7)).isTrue();
    assertThat(accepts(lookback, 9.5, 9)).as("7 two changes ago").isFalse();
  }

  @Test
  void endsAClimbWhenItsBestPointHasNotImprovedForSomeEvaluations() {
    Lookback lookback = lookback(1, 2, 5);
    assertThat(accepts(lookback, 5, 5)).isTrue();
    assertThat(lookback.isOver()).isFalse();
    assertThat(accepts(lookback, 5, 5)).as("a tie is no improvement").isTrue();
    assertThat(lookback.isOver()).isTrue();
    lookback.begin(score(8));
    assertThat(accepts(lookback, 9, 8)).isFalse();
    assertThat(accepts(lookback, 7, 8)).as("the best of this climb").isTrue();
    assertThat(accepts(lookback, 9, 7)).isFalse();
    assertThat(lookback.isOver()).isFalse();
    assertThat(accepts(lookback, 9, 7)).isFalse();
    assertThat(lookback.isOver()).isTrue();
  }
}
