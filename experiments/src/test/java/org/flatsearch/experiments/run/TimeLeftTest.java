package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flatsearch.experiments.run.ExperimentListener.Left;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
  private final TimeLeft left = new TimeLeft();

  @BeforeEach
  void addRuns() {
    List.of("r1", "r2", "r3").forEach(id -> left.add(id, "random"));
    List.of("p1", "p2").forEach(id -> left.add(id, "proof"));
  }

  @Test
  void isUnknownUntilARunIsOver() {
    assertThat(left.after(5)).isEqualTo(new Left(0, false));
  }

  @Test
  void countsEachKindByItself() {
    left.finished("r1", 2);
    left.finished("r2", 4);
    assertThat(left.after(6)).as("nothing known of proofs").isEqualTo(new Left(3, false));
    left.finished("p1", 100);
    assertThat(left.after(106)).isEqualTo(new Left(103, true));
    left.finished("r3", 3);
    left.finished("p2", 50);
    assertThat(left.after(159)).isEqualTo(new Left(0, true));
  }

  @Test
  void goesOnAtThePaceOfThisSession() {
    left.finished("r1", 2);
    left.finished("p1", 10);
    assertThat(left.after(6)).as("two at a time").isEqualTo(new Left((2 * 2 + 10) * 0.5, true));
  }

  @Test
  void takesWhatEarlierSessionsMeasuredButNotTheirPace() {
    left.finishedEarlier("r1", 0.2);
    left.finishedEarlier("p1", 10);
    assertThat(left.after(3)).as("no pace yet").isEqualTo(new Left(0, false));
    left.finished("r2", 0.2);
    assertThat(left.after(0.1)).isEqualTo(new Left((0.2 + 10) * 0.5, true));
  }

  @Test
  void needsNoPaceWhereNothingIsLeft() {
    List.of("r1", "r2", "r3", "p1", "p2").forEach(id -> left.finishedEarlier(id, 1));
    assertThat(left.after(0)).isEqualTo(new Left(0, true));
  }

  @Test
  void doesNotWaitForRunsThatFailed() {
    left.finished("r1", 2);
    left.failed("p1");
    assertThat(left.after(2)).as("one is open").isEqualTo(new Left(4, false));
    left.failed("p2");
    assertThat(left.after(2)).isEqualTo(new Left(4, true));
  }
}
