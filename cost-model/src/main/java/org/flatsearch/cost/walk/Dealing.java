package org.flatsearch.cost.walk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Which core works on which tiles. The tiles of instances × parts of keys × rows, as far as these
 * are the first shared loops, are dealt: in contiguous blocks, the first cores getting one tile
 * more if the number does not divide evenly; or from a queue, each to the core with the least work
 * so far. With a mask, the tiles of an instance wait in the queue in the order of falling work. A
 * core without a tile idles.
 *
 * <p>The order of the queue is kept within instances: in an order over all of them, each core would
 * work on another instance, and no shared buffer would hold the keys and values of so many.
 */
final class Dealing {
  static final int INSTANCE_LOOP = 0;

  private final TiledStage stage;
  private final AttentionWorkload workload;
  private final int loops;
  private final int cores;

  /** Tiles of an instance. */
  private final int tilesOfInstance;

  /** By tile of an instance, in the order of dealing: its part and its row tile, or null. */
  private final int[] parts;

  private final int[] rows;

  /** Tiles of rows that are dealt. */
  private final int rowTiles;

  /**
   * By part and row tile: the first and the last key of the part that row tiles see which are dealt
   * before; the first is after the last if there are none. Null if rows are not dealt or are alike.
   */
  private final int[] firstBefore;

  private final int[] lastBefore;

  /** Tiles to deal. */
  private final long tiles;

  /** How many tiles at the end have fewer instances than the others. */
  private final long raggedTiles;

  /** By core: the numbers of its tiles; null if tiles are dealt in blocks. */
  private final long[][] queue;

  private final boolean alike;
  private final boolean sharesLoads;

  /**
   * @param held the buffered tensors by stage
   */
  Dealing(TiledNest nest, HeldTensors[] held, Accelerator accelerator) {
    stage = nest.stage(Stage.LOGIT);
    workload = nest.workload;
    cores = accelerator.cores();
    boolean dealsRows = nest.nest.form.dealsRows();
    loops = 1 + (stage.partLoop >= 0 ? 1 : 0) + (dealsRows ? 1 : 0);
    rowTiles = dealsRows ? stage.count[stage.rowLoop] : 1;
    int partTiles = stage.partLoop >= 0 ? stage.count[stage.partLoop] : 1;
    boolean isQueue = accelerator.dealing() == org.flatsearch.spec.Dealing.QUEUE;
    List<int[]> order = new ArrayList<>();
    if (stage.isIrregular) {
      WalkLimits.require(
          "tiles of rows and parts of keys", (long) partTiles * rowTiles, WalkLimits.MOST_UNLIKE);
      if (isQueue) {
        WalkLimits.require(
            "queries, once for each part of the keys,",
            (long) partTiles * workload.queryLength(),
            WalkLimits.MOST_COUNTED);
      }
      for (int part = 0; part < partTiles; part++) {
        for (int row = 0; row < rowTiles; row++) {
          if (stage.partLoop < 0 || stage.exists(part, dealsRows ? row : -1)) {
            order.add(new int[] {part, row});
          }
        }
      }
      if (isQueue && stage.isMasked) {
        Map<int[], Long> work = new IdentityHashMap<>();
        order.forEach(tile -> work.put(tile, work(tile[0], dealsRows ? tile[1] : -1)));
        order.sort(Comparator.comparingLong(tile -> -work.get(tile)));
      }
      tilesOfInstance = order.size();
      parts = order.stream().mapToInt(tile -> tile[0]).toArray();
      rows = order.stream().mapToInt(tile -> tile[1]).toArray();
      firstBefore = dealsRows ? new int[partTiles * rowTiles] : null;
      lastBefore = dealsRows ? new int[partTiles * rowTiles] : null;
      if (dealsRows) {
        findKeysBefore(partTiles);
      }
    } else {
      tilesOfInstance = rowTiles;
      parts = null;
      rows = null;
      firstBefore = null;
      lastBefore = null;
    }
    tiles = (long) stage.count[INSTANCE_LOOP] * tilesOfInstance;
    raggedTiles = stage.isRagged(INSTANCE_LOOP) ? tilesOfInstance : 0;
    sharesLoads = Arrays.stream(held).anyMatch(Dealing::hasSharedLoads);
    boolean areTilesAlike =
        tilesOfInstance == 1
            || !stage.isMasked
                && stage.partLoop < 0
                && !stage.isRagged(stage.rowLoop)
                && !sharesLoads
                && hasRowTilesAlike(held);
    alike = areTilesAlike && !(accelerator.multicast() && cores > 1);
    if (isQueue) {
      WalkLimits.require("tiles in the queue", tiles, WalkLimits.MOST_LISTED);
    }
    queue = isQueue ? fromQueue(dealsRows) : null;
  }

  private void findKeysBefore(int partTiles) {
    int keysOfPart = stage.tilesOfPart * stage.live.keyTile;
    int[] first = new int[partTiles];
    int[] last = new int[partTiles];
    Arrays.fill(first, stage.live.keys);
    Arrays.fill(last, -1);
    for (int k = 0; k < rows.length; k++) {
      int part = parts[k];
      firstBefore[part * rowTiles + rows[k]] = first[part];
      lastBefore[part * rowTiles + rows[k]] = last[part];
      int end = (int) Math.min(stage.live.keys, (part + 1L) * keysOfPart) - 1;
      first[part] =
          Math.min(first[part], Math.max(part * keysOfPart, stage.live.firstKey[rows[k]]));
      last[part] = Math.max(last[part], Math.min(end, stage.live.lastKey[rows[k]]));
    }
  }

  private static boolean hasSharedLoads(HeldTensors held) {
    return Arrays.stream(held.all).anyMatch(tensor -> tensor.isShared);
  }

  /** Whether each held tile is replaced at a new tile of rows and at a new instance alike. */
  private static boolean hasRowTilesAlike(HeldTensors[] held) {
    for (HeldTensors ofStage : held) {
      for (HeldTensor tensor : ofStage.all) {
        if (!tensor.isNamedByRows && !tensor.changesWithinRound(2)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Visible logits of a dealt tile, of one instance; of all rows if {@code row} is −1. */
  private long work(int part, int row) {
    int from = row < 0 ? 0 : row * stage.live.rowTile;
    int end = row < 0 ? workload.rows() : from + stage.live.rowsOf(row, row, workload.rows());
    int keyTile = stage.live.keyTile;
    int tilesOfPart = stage.partLoop < 0 ? stage.live.keyTiles : stage.tilesOfPart;
    int heads = workload.rows() / workload.queryLength();
    long work = 0;
    for (int q = from / heads; q <= (end - 1) / heads; q++) {
      long first = Math.max(workload.firstKey(q), (long) part * tilesOfPart * keyTile);
      long last = Math.min(workload.lastKey(q), (part + 1L) * tilesOfPart * keyTile - 1);
      long rowsOfQuery = Math.min(end, (q + 1L) * heads) - Math.max(from, (long) q * heads);
      work += rowsOfQuery * Math.max(0, last - first + 1);
    }
    return work;
  }

  private long[][] fromQueue(boolean dealsRows) {
    long[] weight = new long[tilesOfInstance];
    for (int k = 0; k < tilesOfInstance; k++) {
      weight[k] =
          stage.isIrregular
              ? work(parts[k], dealsRows ? rows[k] : -1)
              : k < tilesOfInstance - 1 || !dealsRows
                  ? stage.tile(stage.rowLoop, 0)
                  : stage.tile(stage.rowLoop, 1 << stage.rowLoop);
    }
    int busy = busyCores();
    int[] count = new int[busy];
    int[] owner = new int[(int) tiles];
    PriorityQueue<long[]> free =
        new PriorityQueue<>(
            Comparator.<long[]>comparingLong(c -> c[0]).thenComparingLong(c -> c[1]));
    for (int core = 0; core < busy; core++) {
      free.add(new long[] {0, core});
    }
    for (int tile = 0; tile < owner.length; tile++) {
      long[] core = free.remove();
      boolean isRagged = tile >= tiles - raggedTiles;
      core[0] +=
          weight[tile % tilesOfInstance]
              * stage.tile(INSTANCE_LOOP, isRagged ? 1 << INSTANCE_LOOP : 0);
      owner[tile] = (int) core[1];
      count[(int) core[1]]++;
      free.add(core);
    }
    long[][] byCore = new long[busy][];
    Arrays.setAll(byCore, core -> new long[count[core]]);
    Arrays.fill(count, 0);
    for (int tile = 0; tile < owner.length; tile++) {
      byCore[owner[tile]][count[owner[tile]]++] = tile;
    }
    return byCore;
  }

  /**
   * Whether cores go through the same steps of the tiles in their blocks, so that they can load
   * together. Row tiles with a mask, and parts of keys, need different keys.
   */
  boolean isInStep() {
    return queue == null && !stage.isMasked && stage.partLoop < 0;
  }

  /** How many of the outermost loops are dealt. */
  int loops() {
    return loops;
  }

  /** How many tiles an instance has. */
  int tilesOfInstance() {
    return tilesOfInstance;
  }

  /**
   * Whether the tiles of a core, apart from its first, its last and ragged ones, differ in nothing
   * that affects time, so that it does not matter at which of them an instance begins.
   */
  boolean alike() {
    return alike;
  }

  /** Whether the iterations of a loop can repeat one another in time. */
  boolean repeats(TiledStage of, int loop) {
    if (loop < loops && alike) {
      return true;
    }
    if (loop < loops && (queue != null || of.partLoop >= 0)) {
      return false;
    }
    if (!of.isIrregular) {
      return true;
    }
    boolean isKey = loop == of.keyLoop || loop == of.stepLoop;
    if (isKey && of.isMasked) {
      // A row tile has the same work in each of its key tiles, but it may load some for the first
      // time.
      return of.rowLoop < loop && !sharesLoads;
    }
    return loop != of.rowLoop && loop != of.partLoop || !of.isMasked && of.partLoop < 0;
  }

  /**
   * The number of instance tiles that the cores work on at a time, at the most: those of as many
   * consecutive tiles as there are cores or, in blocks, of as many blocks.
   */
  int instancesAtWork() {
    int all = stage.count[INSTANCE_LOOP];
    return queue == null
        ? Math.min(all, busyCores())
        : Math.min(all, (cores - 1 + tilesOfInstance - 1) / tilesOfInstance + 1);
  }

  /** The number of the first tile of {@code core}'s block. */
  private long first(int core) {
    return core * (tiles / cores) + Math.min(core, tiles % cores);
  }

  /** The first busy core whose block begins with tile number {@code tile} or later. */
  int firstFrom(long tile) {
    int low = 0;
    int high = busyCores();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (first(middle) < tile) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many tiles {@code core} works on. */
  long size(int core) {
    return queue != null ? queue[core].length : tiles / cores + (core < tiles % cores ? 1 : 0);
  }

  /** How many tiles the busiest core works on. */
  long rounds() {
    return size(0);
  }

  /** How many cores have work. */
  int busyCores() {
    return (int) Math.min(cores, tiles);
  }

  /** The last round of {@code core} that is neither its last nor ragged. */
  long lastAlike(int core) {
    long least = size(core) - 2;
    return queue != null
        ? Math.min(least, (tiles - raggedTiles) / cores - 1)
        : Math.min(least, tiles - raggedTiles - 1 - first(core));
  }

  /** Sets the indices of the dealt loops to those of {@code core}'s tile number {@code round}. */
  void locate(int core, long round, int[] index) {
    long tile = queue != null ? queue[core][(int) round] : first(core) + round;
    index[INSTANCE_LOOP] = (int) (tile / tilesOfInstance);
    int k = (int) (tile % tilesOfInstance);
    if (rows == null) {
      if (loops == 2) {
        index[1] = k;
      }
      return;
    }
    if (stage.partLoop >= 0) {
      index[stage.partLoop] = parts[k];
    }
    if (stage.rowLoop < loops) {
      index[stage.rowLoop] = rows[k];
    }
  }

  // Loads through the shared buffer.

  /**
   * Which words of a tile come from DRAM, if K and V are held in the shared buffer otherwise: those
   * that nothing dealt before has loaded for the same instances.
   */
  long fromDram(HeldTensor tensor, StageCursor step) {
    long words = tensor.words(step);
    if (!tensor.isShared) {
      return words;
    }
    TiledStage of = step.stage;
    boolean areRowsDealt = of.rowLoop < loops;
    boolean isOfRows = of.rowLoop <= tensor.inside;
    int row = isOfRows || areRowsDealt ? step.index[of.rowLoop] : 0;
    if (!of.isIrregular) {
      return row == 0 ? words : 0;
    }
    // What neighbouring rows see overlaps or adjoins, so that all of it is one run.
    int seenFrom = of.live.firstKey[0];
    int seenTo = row == 0 ? -1 : of.live.lastKey[row - 1];
    if (areRowsDealt) {
      int item = (of.partLoop < 0 ? 0 : step.index[of.partLoop]) * rowTiles + row;
      seenFrom = firstBefore[item];
      seenTo = lastBefore[item];
    }
    if (seenFrom > seenTo) {
      return words;
    }
    return isOfRows ? words - wordsSeen(of, tensor, step, seenFrom, seenTo) : 0;
  }

  /** Words of a tile whose steps or tiles of keys have keys of a run. */
  private static long wordsSeen(
      TiledStage of, HeldTensor tensor, StageCursor step, int firstKey, int lastKey) {
    long words = tensor.words(step);
    int keyTile = of.live.keyTile;
    if (of.stepLoop >= 0 && of.stepLoop <= tensor.inside) {
      int keyStep = of.tile(of.stepLoop, 0);
      int begin = step.index[of.keyLoop] * keyTile + step.index[of.stepLoop] * keyStep;
      int firstSeen = firstKey - firstKey % keyTile % keyStep;
      return firstSeen <= begin && begin <= lastKey ? words : 0;
    }
    int from = of.firstCoveredKey(tensor.inside, step.index);
    int to = of.lastCoveredKey(tensor.inside, step.index);
    int seenFrom = Math.max(from, firstKey / keyTile);
    int seenTo = Math.min(to, lastKey / keyTile);
    return seenFrom > seenTo
        ? 0
        : words * of.live.keysOf(seenFrom, seenTo) / of.live.keysOf(from, to);
  }
}
