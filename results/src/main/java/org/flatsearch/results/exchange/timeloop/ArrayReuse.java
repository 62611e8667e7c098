package org.flatsearch.results.exchange.timeloop;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.flatsearch.results.exchange.levels.LevelLoop;
import org.flatsearch.results.exchange.levels.StageLevels;
import org.flatsearch.schedule.Tensor;

/**
 * Finds where Timeloop counts fewer words of a streamed tensor than the schedule moves.
 *
 * <p>A schedule streams a tensor again for each tile, and for each pass of the array in which it
 * does not stay. In Timeloop a word stays in its register until a loop changes it: over a loop that
 * does not index the tensor, unless a loop inside it does.
 */
final class ArrayReuse {
  private ArrayReuse() {}

  /** A note for each loop over which only Timeloop lets a streamed tensor of {@code stage} stay. */
  static List<String> notes(StageLevels stage, Set<Tensor> atArray) {
    return atArray.stream()
        .filter(tensor -> tensor.stage() == stage.stage())
        .sorted()
        .flatMap(tensor -> reuse(stage, tensor).stream().map(loop -> note(stage, tensor, loop)))
        .toList();
  }

  /** The loops over which only Timeloop lets {@code tensor} stay. */
  private static List<LevelLoop> reuse(StageLevels stage, Tensor tensor) {
    List<LevelLoop> loops = new ArrayList<>(stage.dram());
    loops.addAll(stage.buffer());
    List<LevelLoop> reuse = new ArrayList<>();
    for (int k = loops.size() - 1; k >= 0; k--) {
      LevelLoop loop = loops.get(k);
      boolean streams = k == loops.size() - 1;
      if (loop.count() > 1 && tensor.isIndexedBy(loop.dimension())) {
        return reuse;
      }
      // A tensor that the streaming dimension does not index stays in the schedule, too.
      if (loop.count() > 1 && !streams) {
        reuse.add(loop);
      }
    }
    return reuse;
  }

  private static String note(StageLevels stage, Tensor tensor, LevelLoop loop) {
    return ("Timeloop lets %s stay in the array over %s iterations of '%s' in %s; here each of"
            + " them streams it again.")
        .formatted(
            tensor.jsonName(), loop.count(), loop.dimension().jsonName(), stage.stage().jsonName());
  }
}
