package org.flatsearch.cost.walk;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * Walks all cores in step through their dealt tiles and counts.
 *
 * <p>A round is one dealt tile of every core: inside it all cores run the same loops over the rest
 * of the nest. With multicast, a tile of K or V that several cores load at the same step of a round
 * is read from DRAM once.
 *
 * <p>Rounds that begin alike count alike: if each core's tile has the same extents and differs from
 * that core's previous tile in the same indices, the same words move. {@link
 * #walkRepetitionsOnce()} walks each kind of round once and multiplies.
 */
final class CountingWalk {
  /** What a kind of round moved on each core, and how many rounds are of that kind. */
  private static final class Repeated {
    WordCounts[] counts;
    long times;
  }

  private final StepShape shape;
  private final Tiling tiling;
  private final Dealing dealing;
  private final boolean multicast;
  private final StepBudget budget;
  private final CoreWalk[] cores;
  private final int[] inner = new int[Dimension.values().length];
  private final Set<List<Object>> readAtThisStep = new HashSet<>();

  /**
   * @param multicast whether cores share what they load at the same step
   * @param budget how many steps may be walked
   */
  CountingWalk(StepShape shape, Dealing dealing, boolean multicast, StepBudget budget) {
    this.shape = shape;
    this.tiling = shape.tiling();
    this.dealing = dealing;
    this.multicast = multicast;
    this.budget = budget;
    cores = new CoreWalk[dealing.busyCores()];
    Arrays.setAll(cores, core -> new CoreWalk(shape));
  }

  /** Walks every round; returns the counts of each core that has work. */
  WordCounts[] walkAll() {
    for (long round = 0; round < dealing.rounds(); round++) {
      walk(round);
    }
    return finish();
  }

  /** The same as {@link #walkAll()}, walking each kind of round once. */
  WordCounts[] walkRepetitionsOnce() {
    Map<IntBuffer, Repeated> known = new HashMap<>();
    for (long round = 0; round < dealing.rounds(); round++) {
      Repeated repeated = known.computeIfAbsent(kind(round), unused -> new Repeated());
      if (repeated.counts == null) {
        standAtEndOf(round - 1);
        walk(round);
        repeated.counts = takeCounts();
      }
      repeated.times++;
    }
    standAtEndOf(dealing.rounds() - 1);
    WordCounts[] totals = finish();
    for (Repeated repeated : known.values()) {
      for (int core = 0; core < cores.length; core++) {
        totals[core].add(repeated.counts[core], repeated.times);
      }
    }
    return totals;
  }

  private WordCounts[] finish() {
    for (CoreWalk core : cores) {
      core.finish();
    }
    return takeCounts();
  }

  private WordCounts[] takeCounts() {
    WordCounts[] counts = new WordCounts[cores.length];
    for (int core = 0; core < cores.length; core++) {
      counts[core] = cores[core].counts;
      cores[core].counts = new WordCounts();
    }
    return counts;
  }

  private void walk(long round) {
    int activeCores = placeCores(round);
    int shared = tiling.nest().form.count();
    tiling.forEachTile(
        Stage.LOGIT,
        dealing.loops(),
        shared,
        inner,
        () -> {
          walkStage(Stage.LOGIT, shared, activeCores);
          for (int core = 0; core < activeCores; core++) {
            cores[core].softmax();
          }
          walkStage(Stage.ATTEND, shared, activeCores);
        });
  }

  /** Sets the dealt indices of all cores that have a tile in this round; returns how many have. */
  private int placeCores(long round) {
    int active = 0;
    while (active < cores.length && round < dealing.size(active)) {
      dealing.locate(active, round, cores[active].index());
      active++;
    }
    return active;
  }

  private void walkStage(Stage stage, int shared, int activeCores) {
    tiling.forEachTile(
        stage,
        shared,
        LoopNest.LOOPS,
        inner,
        () -> {
          readAtThisStep.clear();
          for (int core = 0; core < activeCores; core++) {
            budget.spend();
            followInner(cores[core].index());
            cores[core].step(stage, this::isReadFromDram);
          }
        });
  }

  /** Copies the indices of the loops that are not dealt. */
  private void followInner(int[] index) {
    for (int d = 0; d < index.length; d++) {
      boolean dealt = d == Tiling.I || (d == Tiling.P && dealing.loops() == 2);
      if (!dealt) {
        index[d] = inner[d];
      }
    }
  }

  private boolean isReadFromDram(HeldTile tile) {
    boolean shareable = tile.tensor == Tensor.K || tile.tensor == Tensor.V;
    return !multicast
        || !shareable
        || readAtThisStep.add(List.of(tile.tensor, IntBuffer.wrap(tile.name())));
  }

  /** Makes every core hold what it holds after {@code round}, without counting. */
  private void standAtEndOf(long round) {
    for (int core = 0; core < cores.length; core++) {
      long last = Math.min(round, dealing.size(core) - 1);
      if (last >= 0) {
        int[] index = cores[core].index();
        for (Stage stage : Stage.values()) {
          for (Dimension dimension : stage.dimensions()) {
            index[dimension.ordinal()] = tiling.count(stage, dimension.ordinal()) - 1;
          }
          dealing.locate(core, last, index);
          cores[core].hold(stage);
        }
      }
    }
  }

  /** What a round's counts depend on: see the class comment. */
  private IntBuffer kind(long round) {
    int perCore = 7;
    int[] now = new int[inner.length];
    int[] before = new int[inner.length];
    int[] kind = new int[perCore * cores.length];
    Map<Integer, Integer> firstCoreOfInstances = new HashMap<>();
    for (int core = 0; core < cores.length && round < dealing.size(core); core++) {
      dealing.locate(core, round, now);
      int at = perCore * core;
      kind[at] = tiling.extent(Stage.LOGIT, Tiling.I, now[Tiling.I]);
      kind[at + 1] = dealtRows(now);
      if (round > 0) {
        dealing.locate(core, round - 1, before);
        kind[at + 2] = tiling.extent(Stage.LOGIT, Tiling.I, before[Tiling.I]);
        kind[at + 3] = dealtRows(before);
        kind[at + 4] = now[Tiling.I] != before[Tiling.I] ? 1 : 0;
        kind[at + 5] = now[Tiling.P] != before[Tiling.P] ? 1 : 0;
      }
      if (multicast) {
        Integer first = firstCoreOfInstances.putIfAbsent(now[Tiling.I], core);
        kind[at + 6] = first == null ? core : first;
      }
    }
    return IntBuffer.wrap(kind);
  }

  private int dealtRows(int[] index) {
    return dealing.loops() == 2 ? tiling.extent(Stage.LOGIT, Tiling.P, index[Tiling.P]) : 0;
  }
}
