package org.flatsearch.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
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

  @Test
  void namesEachMetricOnce() {
    assertThatThrownBy(() -> Objective.of("latency", "energy", "latency"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice in objective [latency, energy, latency]");
    assertThatThrownBy(Objective::of).hasMessageContaining("at least one metric");
  }

  @Test
  void keepsItsMetricsWhateverBecomesOfTheList() {
    List<String> metrics = new ArrayList<>(List.of("latency"));
    Objective objective = new Objective(metrics);
    metrics.add("energy");
    assertThat(objective.metrics()).containsExactly("latency");
  }
}
