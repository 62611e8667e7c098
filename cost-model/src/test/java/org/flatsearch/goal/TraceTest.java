package org.flatsearch.goal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.flatsearch.goal.Trace.Improvement;
import org.junit.jupiter.api.Test;

class TraceTest {
  private static List<Improvement> improvements() {
    return List.of(
        new Improvement(1, 4096, List.of()),
        new Improvement(3, 0.5, List.of()),
        new Improvement(4, 0, List.of(2.5, 1e-3)),
        new Improvement(1L << 40, 0, List.of(2.25, 1e300)));
  }

  @Test
  void keepsAllImprovementsInOrder() {
    Trace trace = new Trace(improvements(), List.of());

    assertThat(trace.improvements()).isEqualTo(improvements()).hasSize(4);
    assertThat(trace).isEqualTo(new Trace(trace.improvements(), List.of()));
    assertThat(new Trace(List.of(), List.of()).improvements()).isEmpty();
  }

  @Test
  void isNotChangedWithTheListThatItWasMadeOf() {
    List<Improvement> changing = new ArrayList<>(improvements());
    Trace trace = new Trace(changing, List.of());

    changing.clear();

    assertThat(trace.improvements()).isEqualTo(improvements());
  }

  /** They take three times the memory of their figures, and a report reads a million traces. */
  @Test
  void keepsTheFiguresOfImprovementsOnly() {
    List<Improvement> improvements = new ArrayList<>(improvements());
    WeakReference<Improvement> improvement = new WeakReference<>(improvements.get(2));
    Trace trace = new Trace(improvements, List.of());
    improvements.clear();

    for (int tries = 0; improvement.get() != null && tries < 20; tries++) {
      System.gc();
    }

    assertThat(improvement.get()).isNull();
    assertThat(trace.improvements()).isEqualTo(improvements());
  }
}
