package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DealingTest {
  /** Multicast asks only the cores that work on the instances of a load. */
  @Test
  void findsTheFirstBlockFromATileOn() {
    SplittableRandom random = new SplittableRandom(1);
    for (int draw = 0; draw < 2_000; draw++) {
      int rowTiles = random.nextInt(1, 9);
      long tiles = (long) rowTiles * random.nextInt(1, 9);
      Dealing dealing = new Dealing(2, rowTiles, tiles, 0, random.nextInt(1, 40), true);
      long tile = random.nextLong(-3, tiles + 3);
      int expected = 0;
      while (expected < dealing.busyCores() && dealing.first(expected) < tile) {
        expected++;
      }
      assertThat(dealing.firstFrom(tile)).as("tile %d of %s", tile, dealing).isEqualTo(expected);
    }
  }
}
