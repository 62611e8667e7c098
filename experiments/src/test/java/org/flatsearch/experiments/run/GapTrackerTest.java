package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.flatsearch.experiments.compare.Records;
import org.flatsearch.experiments.record.CheckedProofs;
import org.flatsearch.experiments.record.ProblemKey;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.goal.Status;
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
    found("bert", 0.5);
    assertThat(gaps.largestGap()).isEmpty();
    bounded("xlm", 0.4);
    assertThat(gaps.largestGap()).isEmpty();
    assertThat(gaps.wrongProofs()).isZero();
    bounded("bert", 0.4);
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
  void forgetsALargestGapOnceItIsSmaller() {
    found("bert", 12);
    bounded("bert", 8);
    found("gpt", 12);
    bounded("gpt", 8);
    found("xlm", 11);
    bounded("xlm", 10);

    found("bert", 9);
    assertThat(gaps.largestGap()).hasValue(0.5);
    bounded("gpt", 12);
    assertThat(gaps.largestGap()).hasValue(0.125);
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

  @Test
  void countsAProofThatOnlyALaterObjectiveOrAnyFitRefutes() {
    gaps.add(Records.run("bert", "auto", 1, Status.PROVEN, List.of(10.0, 1.0), 5, 10));
    gaps.add(Records.run("xlm", "auto", 1, Status.PROVEN, List.of()));
    assertThat(gaps.wrongProofs()).isZero();
    gaps.add(Records.withEnergy(Records.run("bert", "random", 1, 7, 10), 0.5));
    assertThat(gaps.wrongProofs()).isEqualTo(1);
    found("xlm", 20);
    assertThat(gaps.wrongProofs()).as("the proof that nothing fits").isEqualTo(2);
    assertThat(gaps.largestGap()).hasValue(0);
  }

  @Test
  void countsTheProblemsOfTheWrongProofsThatReportsShow() {
    long seed = 20_261_129;
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<RunRecord> runs = new ArrayList<>();
      for (int k = 0; k < 8; k++) {
        runs.add(someRun(random, k));
      }
      GapTracker tracker = new GapTracker();
      runs.forEach(tracker::add);

      assertThat(tracker.wrongProofs())
          .as("seed %d, round %d", seed, round)
          .isEqualTo(
              (int)
                  CheckedProofs.of(runs).wrong().stream()
                      .map(wrong -> ProblemKey.of(wrong.claim()))
                      .distinct()
                      .count());
    }
  }

  /** A run of one of two problems, whose figures often tie with those of others. */
  private static RunRecord someRun(Random random, int k) {
    String workload = random.nextBoolean() ? "bert" : "xlm";
    Status status = Status.values()[random.nextInt(Status.values().length)];
    List<Double> bound =
        status == Status.UNKNOWN || random.nextInt(4) == 0
            ? List.of()
            : List.of(1.0 + random.nextInt(4), 1.0 + random.nextInt(3));
    if (random.nextInt(4) == 0) {
      return Records.run(workload, "auto", k, status, bound);
    }
    RunRecord run = Records.run(workload, "auto", k, status, bound, 7, 1.0 + random.nextInt(4));
    return Records.withEnergy(run, 1.0 + random.nextInt(3));
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
