package org.flatsearch.results.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.flatsearch.cost.CostModel;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Fits the tiles of a schedule to another workload; loop orders, stationarities and residencies
 * stay.
 *
 * <p>A tile that covered the whole extent covers the whole new extent; any other tile stays, unless
 * it is larger than the new extent. While the footprint exceeds the buffer, the tile whose halving
 * reduces it most is halved.
 */
final class TileAdaptation {
  private final CostModel model;
  private final Accelerator accelerator;
  private final AttentionWorkload from;
  private final AttentionWorkload to;

  TileAdaptation(
      CostModel model, Accelerator accelerator, AttentionWorkload from, AttentionWorkload to) {
    this.model = model;
    this.accelerator = accelerator;
    this.from = from;
    this.to = to;
  }

  /** The adapted schedule and its cost. */
  RatedSchedule adapt(AttentionSchedule original) {
    RatedSchedule best = rate(change(original, this::clamp));
    while (!best.cost().isFeasible()) {
      RatedSchedule smaller = best;
      for (int place = 0; place < places(original); place++) {
        RatedSchedule candidate = rate(halve(best.schedule(), place));
        if (candidate.cost().violationBytes() < smaller.cost().violationBytes()) {
          smaller = candidate;
        }
      }
      if (smaller == best) {
        return best;
      }
      best = smaller;
    }
    return best;
  }

  /** A sentence for each tile in which the schedules differ. */
  List<String> describe(AttentionSchedule original, AttentionSchedule adapted) {
    List<String> sentences = new ArrayList<>();
    describe("shared", original.shared(), adapted.shared(), sentences);
    for (Stage stage : Stage.values()) {
      describe(
          stage.jsonName(), original.stage(stage).loops(), adapted.stage(stage).loops(), sentences);
    }
    return sentences;
  }

  private void describe(
      String where, List<TiledLoop> original, List<TiledLoop> adapted, List<String> sentences) {
    for (int k = 0; k < original.size(); k++) {
      TiledLoop before = original.get(k);
      int after = adapted.get(k).tile();
      if (before.tile() != after) {
        sentences.add(
            "%s %s tile %s becomes %s: %s."
                .formatted(
                    where,
                    before.dimension().jsonName(),
                    before.tile(),
                    after,
                    why(before, after)));
      }
    }
  }

  private String why(TiledLoop before, int after) {
    int oldExtent = Extents.of(from, before.dimension());
    int extent = Extents.of(to, before.dimension());
    if (after < clamp(before).tile()) {
      return "a larger one exceeds the buffer";
    }
    return before.tile() == oldExtent
        ? "it covered the whole extent of %s, which is now %s".formatted(oldExtent, extent)
        : "the extent is only %s, not %s".formatted(extent, oldExtent);
  }

  private TiledLoop clamp(TiledLoop loop) {
    int extent = Extents.of(to, loop.dimension());
    boolean whole = loop.tile() == Extents.of(from, loop.dimension());
    return new TiledLoop(loop.dimension(), whole ? extent : Math.min(loop.tile(), extent));
  }

  private RatedSchedule rate(AttentionSchedule schedule) {
    return RatedSchedule.of(schedule, model, accelerator, to);
  }

  private static int places(AttentionSchedule schedule) {
    return schedule.shared().size()
        + schedule.logit().loops().size()
        + schedule.attend().loops().size();
  }

  private static AttentionSchedule halve(AttentionSchedule schedule, int place) {
    int[] next = {0};
    return change(
        schedule,
        loop ->
            next[0]++ == place ? new TiledLoop(loop.dimension(), (loop.tile() - 1) / 2 + 1) : loop);
  }

  /** The schedule with each of its loops changed, shared ones first, then Logit, then Attend. */
  private static AttentionSchedule change(
      AttentionSchedule schedule, UnaryOperator<TiledLoop> change) {
    List<TiledLoop> shared = schedule.shared().stream().map(change).toList();
    StageLoops logit = change(schedule.logit(), change);
    StageLoops attend = change(schedule.attend(), change);
    return new AttentionSchedule(shared, logit, attend, schedule.residency());
  }

  private static StageLoops change(StageLoops stage, UnaryOperator<TiledLoop> change) {
    return new StageLoops(
        stage.loops().stream().map(change).toList(), stage.stationarity(), stage.transposed());
  }
}
