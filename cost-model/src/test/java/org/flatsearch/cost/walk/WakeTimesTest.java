package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WakeTimesTest {
  private static final long SEED = 20261130;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 8, 132})
  void agreesWithLookingThroughAllCores(int cores) {
    SplittableRandom random = new SplittableRandom(SEED);
    WakeTimes wakes = new WakeTimes(cores);
    long[] ticks = new long[cores];
    for (int step = 0; step < 10 * cores + 500; step++) {
      long now = step + random.nextLong(1000);
      BitSet due = new BitSet();
      wakes.stirDue(now, due::set);

      assertThat(wakes.earliest())
          .as("%s cores, seed %s, step %s", cores, SEED, step)
          .isEqualTo(Arrays.stream(ticks).min().orElseThrow());
      assertThat(due.stream())
          .as("%s cores, seed %s, step %s", cores, SEED, step)
          .containsExactlyElementsOf(
              IntStream.range(0, cores).filter(core -> ticks[core] <= now).boxed().toList());

      int core = step % cores;
      ticks[core] = random.nextInt(5) == 0 ? Timeline.NEVER : step + random.nextLong(1000);
      wakes.set(core, ticks[core]);
    }
  }
}
