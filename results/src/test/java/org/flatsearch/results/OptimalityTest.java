package org.flatsearch.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptimalityTest {
  @Test
  void gapIsAFractionOfTheFirstBound() {
    assertThat(Optimality.gap(1.25, List.of(1.0, 7.0))).hasValue(0.25);
  }

  @Test
  void gapIsUnknownWhereNothingIsProven() {
    assertThat(Optimality.gap(1.25, List.of())).isEmpty();
  }

  @Test
  void figuresOfZeroReachABoundOfZero() {
    assertThat(Optimality.gap(0, List.of(0.0))).hasValue(0);
    assertThat(Optimality.gap(1, List.of(0.0))).as("not a fraction of 0").isEmpty();
  }

  @Test
  void sumsAddedUpInAnotherOrderReachTheBound() {
    assertThat(Optimality.gap(Math.nextDown(0.3), List.of(0.3))).hasValue(0);
  }

  @Test
  void aBoundThatDoesNotHoldHasNoGap() {
    assertThat(Optimality.gap(0.99, List.of(1.0))).isEmpty();
  }
}
