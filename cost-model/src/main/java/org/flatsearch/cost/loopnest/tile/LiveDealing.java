package org.flatsearch.cost.loopnest.tile;

import java.util.Arrays;
import org.flatsearch.json.InvalidInputException;

/**
 * Which core gets which tile where a mask makes their work unlike, or cores take tiles from a
 * queue: the next tile then goes to the core with the fewest visible logits so far.
 */
final class LiveDealing {
  /** Deals of more tiles take too long and too much memory. */
  private static final int MOST = 1 << 24;

  private final Figures figures;

  /** By dealt tile, its core. */
  int[] owner = {};

  /** The core with the most visible logits. */
  int busiest;

  /** By core, its visible logits. */
  private final long[] work;

  /** The cores by work and number, in a ring. */
  private final int[] queue;

  /** The place of the one with the least work. */
  private int head;

  /** Sums of visible logits. */
  private long[] sums = {};

  LiveDealing(Figures figures) {
    this.figures = figures;
    work = new long[figures.cores];
    queue = new int[figures.cores];
  }

  /**
   * Finds the core of each tile.
   *
   * @param instances tiles of instances
   * @param tile instances of a tile
   * @param visible by dealt tile of an instance, its visible logits
   * @param order these in the order of dealing, in the first {@code dealt} places
   */
  void deal(int instances, int tile, long[] visible, int[] order, int dealt) {
    int tiles = requireFew((long) instances * dealt);
    if (owner.length < tiles) {
      owner = new int[tiles];
    }
    int cores = Math.min(figures.cores, tiles);
    Arrays.fill(work, 0);
    for (int core = 0; core < cores; core++) {
      queue[core] = core;
    }
    head = 0;
    int core = 0;
    int left = share(0, tiles);
    int next = 0;
    for (int k = 0; k < instances; k++) {
      int last = figures.extent[0] - k * tile;
      for (int p = 0; p < dealt; p++, next++) {
        long seen = visible[order[p]] * Math.min(tile, last);
        if (figures.isQueue) {
          owner[next] = queue[head];
          work[queue[head]] += seen;
          requeue(cores);
          continue;
        }
        if (left == 0) {
          core++;
          left = share(core, tiles);
        }
        owner[next] = core;
        work[core] += seen;
        left--;
      }
    }
    busiest = 0;
    for (core = 1; core < cores; core++) {
      busiest = work[core] > work[busiest] ? core : busiest;
    }
  }

  /** Returns the sums of the first 0, 1, … {@code count} numbers. */
  long[] sums(long[] numbers, int count) {
    if (sums.length <= count) {
      sums = new long[count + 1];
    }
    for (int k = 0; k < count; k++) {
      sums[k + 1] = sums[k] + numbers[k];
    }
    return sums;
  }

  /** Returns the number of tiles if that is not too large. */
  int requireFew(long tiles) {
    if (tiles > MOST) {
      throw new InvalidInputException(
          "The model 'loopnest' deals at most %s unlike tiles to cores, found %s. Use larger tiles"
                  .formatted(MOST, tiles)
              + " of rows or instances.");
    }
    return (int) tiles;
  }

  /** The tiles of a core where each has a block of them. */
  private int share(int core, int tiles) {
    return tiles / figures.cores + (core < tiles % figures.cores ? 1 : 0);
  }

  /**
   * Puts the first core, which has got more work, behind all cores with less. Mostly these are all
   * others, as tiles have about the same work.
   */
  private void requeue(int cores) {
    int core = queue[head];
    int at = head;
    head = head + 1 == cores ? 0 : head + 1;
    int last = (at == 0 ? cores : at) - 1;
    while (at != head && isBefore(core, queue[last])) {
      queue[at] = queue[last];
      at = last;
      last = (at == 0 ? cores : at) - 1;
    }
    queue[at] = core;
  }

  private boolean isBefore(int core, int other) {
    return work[core] < work[other] || work[core] == work[other] && core < other;
  }
}
