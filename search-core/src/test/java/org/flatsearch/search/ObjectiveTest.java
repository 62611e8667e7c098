package org.flatsearch.search;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ObjectiveTest {
  @Test
  void isOfMetrics() {
    assertThatThrownBy(() -> Objective.of("latency", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("metric");
    assertThatThrownBy(() -> Objective.of((String[]) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("metrics");
  }
}
