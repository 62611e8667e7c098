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

  /** The cores as a heap, the one with the least work first. */
  private final int[] heap;

  /** Sums of visible logits. */
  private long[] sums = {};

  LiveDealing(Figures figures) {
    this.figures = figures;
    work = new long[figures.cores];
    heap = new int[figures.cores];
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
      heap[core] = core;
    }
    int core = 0;
    int left = share(0, tiles);
    int next = 0;
    for (int k = 0; k < instances; k++) {
      int last = figures.extent[0] - k * tile;
      for (int p = 0; p < dealt; p++, next++) {
        long seen = visible[order[p]] * Math.min(tile, last);
        if (figures.isQueue) {
          owner[next] = heap[0];
          work[heap[0]] += seen;
          siftDown(cores);
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

  /** Restores the order of the cores by work and number after the first has got more. */
  private void siftDown(int cores) {
    int core = heap[0];
    int at = 0;
    while (2 * at + 1 < cores) {
      int child = 2 * at + 1;
      if (child + 1 < cores && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], core)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = core;
  }

  private boolean isBefore(int core, int other) {
    return work[core] < work[other] || work[core] == work[other] && core < other;
  }
}
