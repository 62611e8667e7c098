package org.flatsearch.cost.loopnest.phase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Steps and loads on one channel, played one by one. */
class StepsBesideLoadsTest {
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
      for (int loads = 1; loads <= Math.min(StepsBesideLoads.MOST, work.length); loads++) {
        double[] cycles = random.doubles(loads, 0, 20).toArray();
        double bound = Arrays.stream(cycles).sum() + describe().beside(loads);
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
      StepsBesideLoads before = describe();
      double[] raised = random.nextBoolean() ? work : streams;
      raised[random.nextInt(raised.length)] += random.nextInt(5);
      StepsBesideLoads after = describe();
      for (int loads = 1; loads <= StepsBesideLoads.MOST; loads++) {
        assertThat(after.beside(loads))
            .as("seed %d, case %d, %d loads", SEED, k, loads)
            .isGreaterThanOrEqualTo(before.beside(loads) - ROUNDING);
      }
    }
  }

  @Test
  void areNotHeldUpIfOneDoesNotStreamOrThereAreTooFew() {
    StepsBesideLoads steps = new StepsBesideLoads();
    steps.clear();
    steps.add(2, 5, 3);
    assertThat(steps.beside(2)).isEqualTo(6);
    assertThat(steps.beside(3)).isZero();
    steps.add(1, 5, 0);
    assertThat(steps.beside(1)).isZero();
  }

  private void draw(int k) {
    work = random.doubles(1 + k % 6, 0, 10).toArray();
    streams = random.doubles(work.length, 0.1, 10).toArray();
  }

  private StepsBesideLoads describe() {
    StepsBesideLoads steps = new StepsBesideLoads();
    steps.clear();
    for (int k = 0; k < work.length; k++) {
      steps.add(1, Math.max(work[k], streams[k]), streams[k]);
    }
    return steps;
  }

  /** When the last step ends, if a load comes before the streams of each, as long as there are. */
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
