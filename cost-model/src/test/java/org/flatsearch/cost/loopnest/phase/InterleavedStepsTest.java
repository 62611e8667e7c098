package org.flatsearch.cost.loopnest.phase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares the bound with steps and loads that are played one by one on one channel. */
class InterleavedStepsTest {
  private static final long SEED = 20_261_126;
  private static final int CASES = 5_000;
  private static final double ROUNDING = 1e-9;

  private final Random random = new Random(SEED);
  private double[] work;
  private double[] streams;

  @Test
  void lastNoLongerThanOnAChannelThatDoesALoadBeforeEachStream() {
    int tight = 0;
    for (int k = 0; k < CASES; k++) {
      draw(k);
      for (int loads = 1; loads <= Math.min(InterleavedSteps.MOST, work.length); loads++) {
        double[] cycles = random.doubles(loads, 0, 20).toArray();
        double bound = Arrays.stream(cycles).sum() + describe().cyclesWith(loads);
        double played = play(cycles);
        assertThat(bound)
            .as("seed %d, case %d, %d loads", SEED, k, loads)
            .isLessThanOrEqualTo(played * (1 + ROUNDING));
        tight += bound > played * (1 - ROUNDING) ? 1 : 0;
      }
    }
    assertThat(tight).isGreaterThan(CASES / 10);
  }

  @Test
  void lastNoLessIfAStepTakesLonger() {
    for (int k = 0; k < CASES; k++) {
      draw(k);
      InterleavedSteps before = describe();
      double[] raised = random.nextBoolean() ? work : streams;
      raised[random.nextInt(raised.length)] += random.nextInt(5);
      InterleavedSteps after = describe();
      for (int loads = 1; loads <= InterleavedSteps.MOST; loads++) {
        assertThat(after.cyclesWith(loads))
            .as("seed %d, case %d, %d loads", SEED, k, loads)
            .isGreaterThanOrEqualTo(before.cyclesWith(loads) - ROUNDING);
      }
    }
  }

  @Test
  void areNotHeldUpIfOneDoesNotStreamOrThereAreTooFew() {
    InterleavedSteps steps = new InterleavedSteps();
    steps.clear();
    steps.add(2, 5, 3);
    assertThat(steps.cyclesWith(2)).isEqualTo(6);
    assertThat(steps.cyclesWith(3)).isZero();
    steps.add(1, 5, 0);
    assertThat(steps.cyclesWith(1)).isZero();
  }

  private void draw(int k) {
    work = random.doubles(1 + k % 6, 0, 10).toArray();
    streams = random.doubles(work.length, 0.1, 10).toArray();
  }

  private InterleavedSteps describe() {
    InterleavedSteps steps = new InterleavedSteps();
    steps.clear();
    for (int k = 0; k < work.length; k++) {
      steps.add(1, Math.max(work[k], streams[k]), streams[k]);
    }
    return steps;
  }

  /** When the last step ends if a load precedes the streams of each step, while there are loads. */
  private double play(double[] loads) {
    double channel = 0;
    double array = 0;
    for (int step = 0; step < work.length; step++) {
      channel += step < loads.length ? loads[step] : 0;
      channel = Math.max(channel, array) + streams[step];
      array = Math.max(array + work[step], channel);
    }
    return array;
  }
}
