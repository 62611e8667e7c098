package org.flatsearch.cost.walk;

/**
 * Requests loads. With multicast, a tile of an input that several cores load at the same step of
 * the same round of dealt tiles is read once, when all of them are ready for it.
 */
final class LoadRequests {
  private final Dealing dealing;
  private final Core[] cores;
  private final Dram dram;
  private final boolean multicast;

  /**
   * The core that was not ready when last asked: it is asked first, as those before it were ready.
   */
  private int waitedFor;

  /** The cores that may share a load, from the first to before the last, of the last request. */
  private int from;

  private int to;

  /** The tile that is the first of the instances of that request, counted on its core. */
  private long groupTile = Long.MIN_VALUE;

  private final int[] located = new int[TiledStage.MOST_LOOPS];

  LoadRequests(WalkPlan plan, Core[] cores, Dram dram) {
    dealing = plan.dealing;
    this.cores = cores;
    this.dram = dram;
    // Cores that have no instances in common share nothing.
    multicast =
        plan.accelerator.multicast()
            && cores.length > 1
            && dealing.tilesOfInstance() > 1
            && dealing.isInStep();
  }

  /** Requests the load at the head of {@code core}'s queue if it can start now. */
  void request(Core core, long now) {
    if (!core.isReadyToLoad()) {
      return;
    }
    HeldTensor tensor = core.loads.head;
    StageCursor step = core.loads.step();
    if (!multicast || !tensor.isAlikeForAllRows) {
      long words = tensor.words(step);
      long fromDram = dealing.fromDram(tensor, step);
      long ticks = tensor.loadTicks(step, fromDram);
      long coreTicks = tensor.coreTicks(step);
      core.loads.request(
          dram.load(core.number, core.number + 1, ticks, coreTicks, fromDram == 0, now));
      core.counts.load(tensor.id, words, tensor.bytes(step), fromDram);
      return;
    }
    // Blocks are in the order of cores, so those with tiles of these instances are neighbours.
    long tile = (long) step.index[Dealing.INSTANCE_LOOP] * dealing.tilesOfInstance() - step.round;
    if (tile != groupTile) {
      groupTile = tile;
      from = dealing.firstFrom(tile);
      to = dealing.firstFrom(tile + dealing.tilesOfInstance());
    }
    waitedFor = from <= waitedFor && waitedFor < to ? waitedFor : from;
    for (int left = to - from; left > 0; left--) {
      if (loadsToo(waitedFor, tensor, step) && !isReadyFor(tensor, step, cores[waitedFor])) {
        return;
      }
      waitedFor = waitedFor + 1 < to ? waitedFor + 1 : from;
    }
    int lowest = from;
    while (!loadsToo(lowest, tensor, step)) {
      lowest++;
    }
    long fromDram = dealing.fromDram(tensor, cores[lowest].loads.step());
    long ticks = tensor.loadTicks(step, fromDram);
    long request = dram.load(lowest, to, ticks, tensor.coreTicks(step), fromDram == 0, now);
    cores[lowest].counts.load(tensor.id, tensor.words(step), tensor.bytes(step), fromDram);
    cores[lowest].loads.request(request);
    for (int other = lowest + 1; other < to; other++) {
      if (loadsToo(other, tensor, step)) {
        cores[other].counts.receive(tensor.words(step), tensor.bytes(step));
        cores[other].loads.request(request);
      }
    }
  }

  private boolean isReadyFor(HeldTensor tensor, StageCursor step, Core other) {
    if (!other.isReadyToLoad() || other.loads.head != tensor) {
      return false;
    }
    StageCursor theirs = other.loads.step();
    boolean isSameStep = theirs.round == step.round;
    for (int loop = dealing.loops(); loop < step.stage.loops; loop++) {
      isSameStep &= theirs.index[loop] == step.index[loop];
    }
    return isSameStep;
  }

  /**
   * Whether {@code core} loads the same tile of {@code tensor} at its own step that corresponds to
   * {@code step}.
   */
  private boolean loadsToo(int core, HeldTensor tensor, StageCursor step) {
    if (step.round >= dealing.size(core)) {
      return false;
    }
    dealing.locate(core, step.round, located);
    int instances = located[Dealing.INSTANCE_LOOP];
    if (instances != step.index[Dealing.INSTANCE_LOOP]) {
      return false;
    }
    boolean isFirstOfRound = true;
    for (int loop = dealing.loops(); loop < step.stage.loops; loop++) {
      isFirstOfRound &= step.index[loop] == 0;
    }
    if (!isFirstOfRound || step.round == 0 || tensor.changesWithinRound(dealing.loops())) {
      return true;
    }
    // A core that goes on with the same instances still holds the tile.
    dealing.locate(core, step.round - 1, located);
    return located[Dealing.INSTANCE_LOOP] != instances;
  }
}
