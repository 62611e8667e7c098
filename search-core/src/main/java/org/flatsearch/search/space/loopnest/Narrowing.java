package org.flatsearch.search.space.loopnest;

import org.flatsearch.search.Decomposition.Incumbent;

/**
 * Halves the parts of both stages' choices in turn, leaving out those that cannot improve on the
 * incumbent.
 *
 * <p>The bound of a part combines the trips of its largest tiles with the footprint of its
 * smallest. Two stages that share a buffer cannot both have large tiles, but by such bounds both
 * seem to. Each round tightens the bounds of one stage, so that the next rules out more parts of
 * the other, long before single choices are compared.
 */
final class Narrowing {

  /**
   * Halves parts, beginning with the stage whose turn it is.
   *
   * @param both by stage, bounds of these parts
   * @param rounds the most rounds, of one stage each
   * @param most a stage is not halved if that could make more parts of it than this
   * @param mayGrow whether to go on with a stage of which halving has left more parts than before
   * @return the parts that remain
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
        incumbent.countBounds(2L * ofStage.length);
        if (left.areNone()) {
          return left;
        }
      }
      stage = 1 - stage;
    }
    return left;
  }
}
