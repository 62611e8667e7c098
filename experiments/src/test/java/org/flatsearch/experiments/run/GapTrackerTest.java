package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flatsearch.experiments.compare.Records;
import org.flatsearch.results.Optimality.Status;
import org.junit.jupiter.api.Test;

class GapTrackerTest {
  private final GapTracker gaps = new GapTracker();

  private void found(String workload, double latency) {
    gaps.add(Records.run(workload, "random", 1, 7, latency));
  }

  private void bounded(String workload, double lowerBound) {
    gaps.add(Records.run(workload, "auto", 1, Status.BOUNDED, List.of(lowerBound, 1.0)));
  }

  @Test
  void knowsNoGapUntilSomethingIsFoundAndProvenOfTheSameProblem() {
    assertThat(gaps.largestGap()).isEmpty();
    found("bert", 10);
    assertThat(gaps.largestGap()).isEmpty();
    bounded("xlm", 8);
    assertThat(gaps.largestGap()).isEmpty();
    assertThat(gaps.wrongProofs()).isZero();
    bounded("bert", 8);
    assertThat(gaps.largestGap()).hasValue(0.25);
  }

  @Test
  void takesTheBestScheduleAndTheHighestBoundOfAProblem() {
    for (double latency : new double[] {12, 10, 11}) {
      found("bert", latency);
    }
    for (double bound : new double[] {4, 8, 5}) {
      bounded("bert", bound);
    }

    assertThat(gaps.largestGap()).hasValue(0.25);
  }

  @Test
  void tellsTheGapOfTheProblemWhereItIsLargest() {
    found("bert", 12);
    bounded("bert", 8);
    found("xlm", 11);
    bounded("xlm", 10);

    assertThat(gaps.largestGap()).hasValue(0.5);
  }

  @Test
  void countsProblemsOfWhichLessWasFoundThanIsProven() {
    bounded("bert", 10);
    found("bert", 10 * (1 - 1e-14));
    assertThat(gaps.wrongProofs()).as("rounding").isZero();
    assertThat(gaps.largestGap()).hasValue(0);

    found("bert", 9);
    found("bert", 8);
    assertThat(gaps.wrongProofs()).isEqualTo(1);
    assertThat(gaps.largestGap()).hasValue(0);
  }

  /** In steps of 10%, 10 and 10.5 are equal, and 9.7 is in the step before. */
  @Test
  void knowsNoGapWithinAStepOfTheTolerance() {
    gaps.add(
        Records.within(
            Records.run("bert", "auto", 1, Status.BOUNDED, List.of(10.0, 1.0), 5, 10.5), 0.1));
    assertThat(gaps.largestGap()).hasValue(0);
    gaps.add(Records.within(Records.run("bert", "random", 1, 7, 9.9), 0.1));
    assertThat(gaps.wrongProofs()).as("9.9").isZero();
    gaps.add(Records.within(Records.run("bert", "random", 2, 7, 9.7), 0.1));
    assertThat(gaps.wrongProofs()).as("9.7").isEqualTo(1);
  }
}
