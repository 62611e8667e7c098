package org.flatsearch.search.space.loopnest;

import org.flatsearch.search.Decomposition.Incumbent;

/**
 * Halves the parts of both stages' choices in turn and leaves out what cannot improve on the best
 * point.
 *
 * <p>The bound of a part has the trips of its largest tiles and the footprint of its smallest. Two
 * stages that share a buffer cannot both have large tiles; but with such bounds on either side both
 * seem to. Each round makes the bounds of one stage truer, so that more of the other's parts are
 * found impossible in the next, long before there are choices to compare.
 */
final class Narrowing {
  private final WorkMeter ranges = new WorkMeter(WorkMeter.RANGES);

  /**
   * Narrows parts, those of the next stage first.
   *
   * @param both bounds of these parts
   * @param rounds at most, one for each stage in turn
   * @param most parts of a stage at most, or as many as there are
   * @param mayGrow whether to go on with a stage of which halving leaves more parts than there were
   * @return what is left
   */
  RemainingParts narrow(
      StageBounds[] both,
      RemainingParts parts,
      int rounds,
      int most,
      boolean mayGrow,
      Incumbent incumbent) {
    RemainingParts left = parts;
    boolean[] isOver = new boolean[2];
    int stage = parts.next();
    for (int round = 0; round < rounds && !(isOver[0] && isOver[1]); round++) {
      StagePart[] ofStage = left.of()[stage];
      isOver[stage] |= 2 * ofStage.length > most;
      if (!isOver[stage]) {
        StageFront others = both[1 - stage].front();
        boolean halved = both[stage].halve(ofStage, others, incumbent::checkpoint);
        isOver[stage] = !halved || !mayGrow && both[stage].remaining().length > ofStage.length;
        left = left.with(stage, both[stage].remaining());
        ranges.add(2L * ofStage.length, incumbent);
        if (left.areNone()) {
          return left;
        }
      }
      stage = 1 - stage;
    }
    return left;
  }
}
