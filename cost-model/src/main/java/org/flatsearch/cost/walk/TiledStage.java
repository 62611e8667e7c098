package org.flatsearch.cost.walk;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The loops of one stage, outermost first, on a workload: the dimension of a loop is cut into
 * tiles, the last of which may be ragged. Besides the four loops of the representation there may be
 * one over parts of keys, right inside the instances, and one over steps of a tile of keys,
 * innermost of the shared loops. The loop over keys counts its tiles from the first key, also
 * within a part.
 *
 * <p>What a step moves and how long it takes depends only on its <em>kind</em>: bit p says that
 * loop p is at the last tile of its dimension, {@link #CONTINUES} that earlier steps have added to
 * the same output, {@link #COMPLETES} that no later step does. So it is worked out once for each
 * kind and looked up from then on.
 */
final class TiledStage {
  /** The most loops of a stage. */
  static final int MOST_LOOPS = LoopNest.LOOPS + 2;

  private static final int CONTINUES = MOST_LOOPS;
  private static final int COMPLETES = MOST_LOOPS + 1;

  /** The number of kinds. */
  static final int KINDS = 1 << MOST_LOOPS + 2;

  final Stage stage;
  final LoopNest.StageNest nest;
  final int loops;

  /** How many of the loops are shared with the other stage. */
  final int sharedLoops;

  /** The loops over rows and over tiles of keys. */
  final int rowLoop;

  final int keyLoop;

  /** The loops over parts and over steps of keys, or −1. */
  final int partLoop;

  final int stepLoop;

  /** The loop over the stage's own dimension: queryDim or valueDim. */
  final int ownLoop;

  /** Iterations of each loop: of steps in a full tile of keys. */
  final int[] count = new int[MOST_LOOPS];

  /** Which tiles have visible logits. */
  final LiveTiles live;

  /**
   * Whether loops go through other tiles than 0 to {@link #count} − 1, depending on the loops
   * around them: there is a mask, or keys are cut more than once.
   */
  final boolean isIrregular;

  final boolean isMasked;

  private final Dimension[] dimension = new Dimension[MOST_LOOPS];
  private final int[] tile = new int[MOST_LOOPS];
  private final int[] extent = new int[MOST_LOOPS];
  private final boolean reducesKeys;

  /** Tiles of keys in a part. */
  final int tilesOfPart;

  TiledStage(LoopNest nest, Stage stage, AttentionWorkload workload) {
    this.stage = stage;
    this.nest = nest.stage(stage);
    List<Dimension> dimensions = new ArrayList<>();
    for (int position = 0; position < LoopNest.LOOPS; position++) {
      dimensions.add(Dimension.values()[this.nest.order[position]]);
    }
    int shared = nest.form.count();
    if (nest.keyStep > 0) {
      dimensions.add(shared++, Dimension.KEY);
    }
    stepLoop = nest.keyStep > 0 ? shared - 1 + (nest.keyPart > 0 ? 1 : 0) : -1;
    if (nest.keyPart > 0) {
      dimensions.add(1, Dimension.KEY);
      shared++;
    }
    partLoop = nest.keyPart > 0 ? 1 : -1;
    sharedLoops = shared;
    loops = dimensions.size();
    int rows = -1;
    int keys = -1;
    int own = -1;
    for (int loop = 0; loop < loops; loop++) {
      Dimension of = dimensions.get(loop);
      dimension[loop] = of;
      extent[loop] = Extents.of(workload, of);
      tile[loop] =
          loop == partLoop
              ? Math.min(nest.keyPart, extent[loop])
              : loop == stepLoop ? nest.keyStep : this.nest.tile[of.ordinal()];
      if (loop == stepLoop) {
        extent[loop] = Math.min(extent[loop], this.nest.tile[of.ordinal()]);
      }
      count[loop] = Extents.tiles(extent[loop], tile[loop]);
      rows = of == Dimension.ROW ? loop : rows;
      own = of == Dimension.QUERY_DIM || of == Dimension.VALUE_DIM ? loop : own;
      keys = of == Dimension.KEY && loop != partLoop && loop != stepLoop ? loop : keys;
    }
    rowLoop = rows;
    keyLoop = keys;
    ownLoop = own;
    reducesKeys = stage == Stage.ATTEND;
    isMasked = !workload.mask().isNone();
    isIrregular = isMasked || partLoop >= 0 || stepLoop >= 0;
    live = isIrregular ? new LiveTiles(workload, tile[rowLoop], tile[keyLoop]) : null;
    tilesOfPart = partLoop < 0 ? count[keyLoop] : nest.keyPart / tile[keyLoop];
  }

  /** The loop over {@code dimension}; of keys, that over tiles. */
  int position(Dimension of) {
    return switch (of) {
      case INSTANCE -> 0;
      case ROW -> rowLoop;
      case KEY -> keyLoop;
      default -> ownLoop;
    };
  }

  /** The loop of this stage at a position of the representation, which knows no parts and steps. */
  int loopAt(int position) {
    return position(Dimension.values()[nest.order[position]]);
  }

  Dimension dimension(int loop) {
    return dimension[loop];
  }

  /** All elements of the dimension of {@code loop}. */
  int extent(int loop) {
    return extent[loop];
  }

  /** Elements of the tile of {@code loop} in a step of {@code kind}. */
  int tile(int loop, int kind) {
    int all = loop == stepLoop ? tile(keyLoop, kind) : extent[loop];
    return (kind >> loop & 1) == 0 ? tile[loop] : Extents.lastTile(all, tile[loop]);
  }

  /** Elements of {@code of} that the array works on in a step of {@code kind}. */
  int arrayTile(Dimension of, int kind) {
    return tile(of == Dimension.KEY && stepLoop >= 0 ? stepLoop : position(of), kind);
  }

  /** Whether {@code loop} cuts its dimension into tiles of different sizes. */
  boolean isRagged(int loop) {
    return extent[loop] % tile[loop] != 0;
  }

  /** The kind of the first step, whose tiles are the largest. */
  int firstKind() {
    int kind = 0;
    for (int loop = 0; loop < loops; loop++) {
      kind |= count[loop] == 1 ? 1 << loop : 0;
    }
    return kind;
  }

  /** The kind of the step at {@code index}. */
  int kind(int[] index) {
    int kind = 0;
    for (int loop = 0; loop < loops; loop++) {
      kind |= index[loop] == lastOfDimension(loop, index) ? 1 << loop : 0;
    }
    return withSums(kind, index);
  }

  private int lastOfDimension(int loop, int[] index) {
    return loop == stepLoop && index[keyLoop] == count[keyLoop] - 1
        ? Extents.tiles(Extents.lastTile(extent[keyLoop], tile[keyLoop]), tile[stepLoop]) - 1
        : count[loop] - 1;
  }

  /** Sets the bits of a kind that say whether sums are continued and completed. */
  int withSums(int kind, int[] index) {
    boolean continues;
    boolean completes;
    if (!reducesKeys) {
      continues = index[ownLoop] > 0;
      completes = index[ownLoop] == count[ownLoop] - 1;
    } else if (!isIrregular) {
      continues = index[keyLoop] > 0;
      completes = index[keyLoop] == count[keyLoop] - 1;
    } else {
      continues = index[keyLoop] > firstKey(index) || isAfterFirstStep(index);
      completes = index[keyLoop] == lastKey(index) && isLastStep(index);
    }
    int clean = kind & (1 << CONTINUES) - 1;
    return clean | (continues ? 1 << CONTINUES : 0) | (completes ? 1 << COMPLETES : 0);
  }

  private boolean isAfterFirstStep(int[] index) {
    return stepLoop >= 0 && index[stepLoop] > first(stepLoop, index);
  }

  private boolean isLastStep(int[] index) {
    return stepLoop < 0 || index[stepLoop] == last(stepLoop, index);
  }

  /** Whether earlier steps have added to the output of a step of {@code kind}. */
  static boolean continues(int kind) {
    return (kind >> CONTINUES & 1) != 0;
  }

  /** A kind of the same tiles that continues sums. */
  static int continuing(int kind) {
    return kind | 1 << CONTINUES;
  }

  /** A kind of the same tiles that completes sums. */
  static int completing(int kind) {
    return kind | 1 << COMPLETES;
  }

  /** Whether a step of {@code kind} is the last that adds to its output. */
  static boolean completes(int kind) {
    return (kind >> COMPLETES & 1) != 0;
  }

  /** Whether sums have several steps. */
  boolean reducesInSteps() {
    int reduction = reducesKeys ? keyLoop : ownLoop;
    return count[reduction] > 1 || reducesKeys && stepLoop >= 0 && count[stepLoop] > 1;
  }

  // The tiles that loops go through, given the loops around them.

  /** The first tile of {@code loop}. */
  int first(int loop, int[] index) {
    if (!isIrregular) {
      return 0;
    }
    if (loop == keyLoop) {
      return rowLoop < loop ? firstKey(index) : firstKeyOfPart(index);
    }
    if (loop == rowLoop && keyLoop < loop) {
      return live.firstRow(index[keyLoop]);
    }
    if (loop == stepLoop) {
      return Math.max(0, live.firstKey[index[rowLoop]] - index[keyLoop] * tile[keyLoop])
          / tile[loop];
    }
    return 0;
  }

  /** The last tile of {@code loop}. */
  int last(int loop, int[] index) {
    if (!isIrregular) {
      return count[loop] - 1;
    }
    if (loop == keyLoop) {
      return rowLoop < loop ? lastKey(index) : lastKeyOfPart(index);
    }
    if (loop == rowLoop && keyLoop < loop) {
      return live.lastRow(index[keyLoop]);
    }
    if (loop == stepLoop) {
      int end =
          Math.min(
              tile[keyLoop] - 1, live.lastKey[index[rowLoop]] - index[keyLoop] * tile[keyLoop]);
      return end / tile[loop];
    }
    return count[loop] - 1;
  }

  /** The first live key tile of the row tile at hand, within the part at hand. */
  private int firstKey(int[] index) {
    int first = live.firstKey(index[rowLoop]);
    return partLoop < 0 ? first : Math.max(first, index[partLoop] * tilesOfPart);
  }

  private int lastKey(int[] index) {
    int last = live.lastKey(index[rowLoop]);
    return partLoop < 0 ? last : Math.min(last, (index[partLoop] + 1) * tilesOfPart - 1);
  }

  private int firstKeyOfPart(int[] index) {
    int first = live.firstKeyOfAll();
    return partLoop < 0 ? first : Math.max(first, index[partLoop] * tilesOfPart);
  }

  private int lastKeyOfPart(int[] index) {
    int last = live.lastKeyOfAll();
    return partLoop < 0 ? last : Math.min(last, (index[partLoop] + 1) * tilesOfPart - 1);
  }

  /** Whether a part has live tiles for the row tile, or for any if rows are not dealt. */
  boolean exists(int part, int row) {
    int first = row < 0 ? live.firstKeyOfAll() : live.firstKey(row);
    int last = row < 0 ? live.lastKeyOfAll() : live.lastKey(row);
    return Math.max(first, part * tilesOfPart) <= Math.min(last, (part + 1) * tilesOfPart - 1);
  }

  /**
   * Shared tiles that the mask hides: of the row tile and the part at hand or, where keys are
   * outside of rows, of all rows and the part at hand. Tiles of rows whose keys are not cut by
   * shared loops are never hidden.
   */
  long maskedSteps(int[] index) {
    if (!isMasked || keyLoop >= sharedLoops) {
      return 0;
    }
    int from = partLoop < 0 ? 0 : index[partLoop] * tilesOfPart;
    int to = Math.min(count[keyLoop], from + tilesOfPart) - 1;
    if (rowLoop > keyLoop) {
      long masked = 0;
      for (int key = from; key <= to; key++) {
        masked += count[rowLoop] - Math.max(0, live.lastRow(key) - live.firstRow(key) + 1);
      }
      return masked;
    }
    int first = Math.max(from, firstKey(index));
    int last = Math.min(to, lastKey(index));
    if (first > last) {
      return steps(from, to);
    }
    long masked = steps(from, to) - steps(first, last);
    if (stepLoop >= 0) {
      int[] at = index.clone();
      at[keyLoop] = first;
      masked += first(stepLoop, at);
      at[keyLoop] = last;
      masked += steps(last, last) - 1 - last(stepLoop, at);
    }
    return masked;
  }

  /** Steps of a run of tiles of keys. */
  private long steps(int from, int to) {
    if (stepLoop < 0) {
      return to - from + 1L;
    }
    int ofLast = Extents.tiles(Extents.lastTile(extent[keyLoop], tile[keyLoop]), tile[stepLoop]);
    long missing = to == count[keyLoop] - 1 ? count[stepLoop] - ofLast : 0;
    return (to - from + 1L) * count[stepLoop] - missing;
  }

  // What held tiles cover.

  /**
   * The run of key tiles that a tile held inside the loop {@code inside} covers: first and last.
   */
  int firstCoveredKey(int inside, int[] index) {
    return keyLoop <= inside
        ? index[keyLoop]
        : rowLoop <= inside ? firstKey(index) : firstKeyOfPart(index);
  }

  int lastCoveredKey(int inside, int[] index) {
    return keyLoop <= inside
        ? index[keyLoop]
        : rowLoop <= inside ? lastKey(index) : lastKeyOfPart(index);
  }

  /**
   * The run of row tiles that a tile held inside the loop {@code inside} covers: first and last.
   */
  int firstCoveredRow(int inside, int[] index) {
    return rowLoop <= inside
        ? index[rowLoop]
        : keyLoop <= inside ? live.firstRow(index[keyLoop]) : 0;
  }

  int lastCoveredRow(int inside, int[] index) {
    return rowLoop <= inside
        ? index[rowLoop]
        : keyLoop <= inside ? live.lastRow(index[keyLoop]) : count[rowLoop] - 1;
  }

  /**
   * Words of the tile of {@code tensor} that a step of {@code kind} works with if it is held inside
   * the loop {@code inside}: one tile of that loop and of the loops around it, and of the loops
   * further in all that live steps need. Statistics are two words a row.
   *
   * @param index where the step is; only read if loops are irregular
   */
  long heldWords(Tensor tensor, int inside, int kind, int[] index) {
    long words = tensor == Tensor.STATISTICS ? 2 : 1;
    words *= tile(0, kind);
    if (tensor.isIndexedBy(Dimension.ROW)) {
      words *=
          rowLoop <= inside
              ? tile(rowLoop, kind)
              : isMasked
                  ? live.rowsOf(
                      firstCoveredRow(inside, index),
                      lastCoveredRow(inside, index),
                      extent[rowLoop])
                  : extent[rowLoop];
    }
    if (tensor.isIndexedBy(Dimension.KEY)) {
      words *=
          stepLoop >= 0 && stepLoop <= inside
              ? tile(stepLoop, kind)
              : keyLoop <= inside
                  ? tile(keyLoop, kind)
                  : isIrregular
                      ? live.keysOf(firstCoveredKey(inside, index), lastCoveredKey(inside, index))
                      : extent[keyLoop];
    }
    if (tensor.isIndexedBy(dimension[ownLoop])) {
      words *= ownLoop <= inside ? tile(ownLoop, kind) : extent[ownLoop];
    }
    return words;
  }

  /** The words of the largest tile. */
  long largestWords(Tensor tensor, int inside) {
    int[] index = new int[MOST_LOOPS];
    boolean dependsOnRow =
        isMasked && tensor.isIndexedBy(Dimension.KEY) && rowLoop <= inside && keyLoop > inside;
    boolean dependsOnKey =
        isMasked && tensor.isIndexedBy(Dimension.ROW) && keyLoop <= inside && rowLoop > inside;
    int kind = firstKind();
    long largest = 0;
    for (int row = 0; row < (dependsOnRow ? count[rowLoop] : 1); row++) {
      index[rowLoop] = row;
      for (int part = 0; part < (partLoop >= 0 ? count[partLoop] : 1); part++) {
        if (partLoop >= 0) {
          index[partLoop] = part;
        }
        if (partLoop >= 0 && !exists(part, dependsOnRow ? row : -1)) {
          continue;
        }
        for (int key = 0; key < (dependsOnKey ? count[keyLoop] : 1); key++) {
          index[keyLoop] = key;
          int of = dependsOnRow ? kindOfRow(kind, row) : kind;
          if (!dependsOnKey || live.firstRow(key) <= live.lastRow(key)) {
            largest = Math.max(largest, heldWords(tensor, inside, of, index));
          }
        }
      }
    }
    return largest;
  }

  private int kindOfRow(int kind, int row) {
    return row == count[rowLoop] - 1 ? kind | 1 << rowLoop : kind & ~(1 << rowLoop);
  }

  /** DRAM tiles of this stage, without regard to a mask. */
  double steps() {
    double steps = 1;
    for (int loop = 0; loop < loops; loop++) {
      steps *= loop == partLoop ? 1 : count[loop];
    }
    return steps;
  }
}
