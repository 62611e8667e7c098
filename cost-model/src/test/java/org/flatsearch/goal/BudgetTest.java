package org.flatsearch.goal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BudgetTest {
  @Test
  void allowsSomething() {
    assertRefused(() -> Budget.ofEvaluations(0), "0 evaluations allows nothing; give at least 1");
    assertRefused(() -> Budget.ofSeconds(0), "0.0 seconds allows nothing; give more than 0");
    assertRefused(() -> Budget.ofSeconds(Double.NaN), "NaN seconds allows nothing");
  }

  private static void assertRefused(ThrowingCallable budget, String complaint) {
    assertThatThrownBy(budget)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }
}
