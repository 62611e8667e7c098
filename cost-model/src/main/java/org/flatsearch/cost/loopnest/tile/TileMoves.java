package org.flatsearch.cost.loopnest.tile;

/**
 * When the tile of one buffered tensor changes, and how large its tiles are. Its words are those of
 * {@link Figures#size}.
 *
 * <p>Let <em>above</em> be the loops outside its residency, without loops of a single iteration,
 * cut after the innermost loop that indexes the tensor. Its tile changes exactly when one of the
 * indexing loops of <em>above</em> advances; all deeper indexing loops then start again. While
 * another loop of <em>above</em> runs through its iterations, all tiles below it are visited again.
 * The first tile of a shared tile is a full one.
 */
public final class TileMoves {
  /** How often each word moves. */
  public long times;

  /** The number of tiles moved in all. */
  public long moves;

  /** The position of the innermost loop that changes the tile; −1 if none does. */
  public int deepest;

  /** The set of loops that change the tile. */
  public int changingLoops;

  /** The set of loops that change the tile and are not shared. */
  public int ownChangingLoops;

  /** The number of tiles moved within a shared tile. */
  public long movesInside;

  /** The number of shared tiles that begin with another tile than the one before ended with. */
  public long changes;

  /** Whether the tile changes within a shared tile. */
  public boolean changesInside;

  /**
   * The largest share that a shared tile's first tile can have of the words moved within the shared
   * tile.
   */
  public double share;

  /** One over {@link #movesInside}. */
  public double evenShare;

  /** The largest share that one tile can have of all words moved. */
  public double shareOfAll;

  /** Words of the tensor. */
  public double words;

  /** Of an output: words that leave, words that come back, and the tiles that come back. */
  public double writtenWords;

  public double readWords;
  public double reloads;

  /** Words of the first tile of each shared tile that changes it, summed. */
  public double firstWords;

  /**
   * Words of the last tile of each shared tile, summed, at least; 0 if the tile does not change
   * inside.
   */
  public double leastWords;

  /** The mean words of a tile, at least. */
  public double meanWords;

  /** Words of the very first tile. */
  public double firstTile;

  /** Words of the first tile of any core, at least. */
  public double leastFirstTile;

  /** Words of the very last tile, at least. */
  public double lastTile;

  /**
   * Describes a tensor that instances and two other dimensions index.
   *
   * @param instances the tiles of the instances
   * @param allInstances their number
   * @param one the first of the other dimensions, as {@link ArrayWork} numbers them
   * @param loopOfOne the loop over it, as a set
   * @param inside the position of the loop inside which the tile is held
   * @param size words of an element
   */
  void of(
      LoopProducts loops,
      ArrayWork array,
      TileFigures instances,
      int allInstances,
      int one,
      int loopOfOne,
      int other,
      int loopOfOther,
      int inside,
      double size) {
    int indexing = 1 | loopOfOne | loopOfOther;
    int around = (2 << inside) - 1;
    int own = ~loops.shared;
    follow(loops, indexing, around);
    int cutOne = (loopOfOne & around) == 0 ? 0 : 1;
    int cutOther = (loopOfOther & around) == 0 ? 0 : 1;
    double[] elements = array.elements;
    words = allInstances * elements[one] * elements[other] * size;
    writtenWords = words * times;
    readWords = words * (times - 1);
    reloads = (double) moves / times * (times - 1);
    meanWords = words * loops.leastInverse[indexing & around];
    firstTile =
        instances.tile
            * elements[one + cutOne * ArrayWork.FULL]
            * elements[other + cutOther * ArrayWork.FULL]
            * size;
    leastFirstTile =
        instances.least
            * elements[one + cutOne * (one == ArrayWork.P ? ArrayWork.LEAST : ArrayWork.FULL)]
            * elements[other + cutOther * ArrayWork.FULL]
            * size;
    lastTile =
        instances.least
            * elements[one + cutOne * ArrayWork.LEAST]
            * elements[other + cutOther * ArrayWork.LEAST]
            * size;
    if (changesInside) {
      int ownOne = (loopOfOne & own) == 0 ? 0 : cutOne;
      int ownOther = (loopOfOther & own) == 0 ? 0 : cutOther;
      double atFirst = (double) allInstances * loops.trips[loops.shared & ~indexing] * size;
      firstWords =
          atFirst
              * elements[one + ownOne * ArrayWork.FULL]
              * elements[other + ownOther * ArrayWork.FULL];
      leastWords =
          atFirst
              * elements[one + ownOne * ArrayWork.LEAST]
              * elements[other + ownOther * ArrayWork.LEAST];
    } else {
      firstWords = words * times;
      leastWords = 0;
    }
  }

  /**
   * Describes a tensor where tiles are unlike, by what the busiest core moves.
   *
   * @param moved words that it loads, or that leave it
   * @param reloaded of an output, those that come back
   * @param tiles transfers of the former
   * @param reloads of the latter
   * @param roomWords words of the largest tile, or infinity
   * @param isInside whether the tile is held inside a loop of the stage's own, where it may change
   *     within a shared tile
   * @param phases the shared tiles of the core
   */
  public void ofUnlike(
      double moved,
      double reloaded,
      long tiles,
      double reloads,
      double roomWords,
      boolean isInside,
      double phases) {
    times = 1;
    moves = tiles;
    words = moved - reloaded;
    writtenWords = moved;
    readWords = reloaded;
    this.reloads = reloads;
    changesInside = isInside;
    deepest = Integer.MAX_VALUE;
    shareOfAll = share(1, roomWords, moved);
    leastWords = 0;
    firstWords = isInside ? 0 : moved;
    changes = isInside ? 0 : tiles;
    // Of what moves within shared tiles, all but the first tile of each.
    share = share(phases, Math.max(roomWords, tiles == 0 ? 0 : moved / tiles), moved);
    if (reloads > 0) {
      share = Math.max(share, share(phases, Math.max(roomWords, reloaded / reloads), reloaded));
    }
    evenShare = share;
  }

  private static double share(double tiles, double words, double all) {
    return all == 0 ? 1 : Math.min(1, tiles * words / all);
  }

  /**
   * Finds when a tile changes that is indexed by the loops {@code indexing}.
   *
   * @param around the loops outside its residency
   */
  private void follow(LoopProducts loops, int indexing, int around) {
    changingLoops = indexing & around & loops.repeated;
    ownChangingLoops = changingLoops & ~loops.shared;
    deepest = 31 - Integer.numberOfLeadingZeros(changingLoops);
    int above = (1 << deepest + 1) - 1;
    int repeating = above & ~indexing;
    times = loops.trips[repeating];
    moves = loops.trips[above];
    movesInside = loops.trips[above & ~loops.shared];
    share = loops.share[ownChangingLoops] * loops.inverse[repeating & ~loops.shared];
    evenShare = loops.inverse[above & ~loops.shared];
    shareOfAll = loops.share[changingLoops] * loops.inverse[repeating];
    changesInside = changingLoops > loops.shared;
    changes = changesInside ? loops.trips[loops.shared] : moves;
  }
}
