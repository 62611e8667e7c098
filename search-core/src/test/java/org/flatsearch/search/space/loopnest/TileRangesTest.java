package org.flatsearch.search.space.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The minima of ranges are those of their tiles, also where there are too many for one table. */
class TileRangesTest {
  private static final int EXTENT = 70_001;
  private static final Accelerator ACCELERATOR = SpecCatalogue.accelerator("simba");

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 1_000, EXTENT})
  void findsTheMinimaOfRanges(int count) {
    List<TileFigures> tiles =
        IntStream.rangeClosed(EXTENT - count + 1, EXTENT)
            .mapToObj(tile -> TileFigures.of(ACCELERATOR, EXTENT, tile))
            .collect(Collectors.toList());
    // So that a minimum may be anywhere in a block: in order, most are at the ends of the range.
    Collections.shuffle(tiles, new Random(count));
    TileRanges ranges = new TileRanges(tiles);
    assertThat(ranges.size()).isEqualTo(count);
    SplittableRandom random = new SplittableRandom(count);
    for (int draw = 0; draw < 200; draw++) {
      int low = random.nextInt(count);
      int high = Math.min(count - 1, low + random.nextInt(1 << random.nextInt(17)));
      TileFigures expected = new TileFigures();
      expected.set(tiles.get(low));
      tiles.subList(low, high + 1).forEach(expected::lowerTo);
      TileFigures found = new TileFigures();
      ranges.minimum(low, high, found);
      assertThat(found)
          .as("positions %d to %d of %d", low, high, count)
          .usingRecursiveComparison()
          .isEqualTo(expected);
    }
  }
}
