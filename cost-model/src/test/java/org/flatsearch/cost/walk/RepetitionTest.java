package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.flatsearch.cost.CostSheet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Execution(ExecutionMode.CONCURRENT)
class RepetitionTest {

  @Test
  void takesExactlyAsLongAsTheFullWalk() {
    assertThat(skipped(0, 120)).isGreaterThan(48);
  }

  @Test
  @Tag("thorough")
  void takesExactlyAsLongAsTheFullWalkOfManyNests() {
    assertThat(skipped(120, 5_000)).isGreaterThan(2_000);
  }

  /** Nests that few seeds draw: without a condition for skipping, each would be skipped wrongly. */
  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "1004658, 24, 16, 2, all places have left the first tile of the loop",
    "101970, 80, 8, 2, tiles of rows that are dealt are as large as each other",
    "100064, 80, 8, 2, tiles of fewer instances are of a kind of their own",
    "203831, 6, 60, 3, cores that share loads begin an instance at its own rounds"
  })
  void skipsOnlyWhere(long seed, int mostInstances, int most, double smallness, String condition) {
    isSkipped(seed, RandomCase.of(seed, mostInstances, most, smallness));
  }

  /** Compares both walks for a range of seeds; returns how many had a repetition. */
  private static int skipped(long from, long to) {
    int skipped = 0;
    for (long seed = from; seed < to; seed++) {
      skipped += isSkipped(seed, RandomCase.of(seed, 60, 40, 3)) ? 1 : 0;
    }
    return skipped;
  }

  private static boolean isSkipped(long seed, RandomCase random) {
    CostSheet full = random.walk(WalkLimits.FULL);
    CostSheet skipping = random.walk(WalkLimits.DEFAULT);
    assertThat(full.extrapolated).as("seed %d", seed).isFalse();
    assertThat(skipping)
        .as("seed %d", seed)
        .usingRecursiveComparison()
        .ignoringFields("extrapolated", "playedSteps", "busySeconds")
        .isEqualTo(full);
    for (int resource = 0; resource < full.busySeconds.length; resource++) {
      assertThat(skipping.busySeconds[resource])
          .as("seed %d", seed)
          .isCloseTo(full.busySeconds[resource], withinPercentage(1e-10));
    }
    return skipping.extrapolated;
  }
}
