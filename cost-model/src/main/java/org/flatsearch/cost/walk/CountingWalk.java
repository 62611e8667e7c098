package org.flatsearch.cost.walk;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;

/**
 * Walks cores through their dealt tiles and counts.
 *
 * <p>A round is one dealt tile of each core: inside it all cores run the same loops over the rest
 * of the nest. With multicast all cores walk in step, and a tile of an input that several of them
 * load at the same step of a round is read from DRAM once. Without, each core walks alone.
 *
 * <p>Rounds that begin alike count alike: if each core's tile has the same extents and differs from
 * that core's previous tile in the same indices, the same words move. A walk that skips repetitions
 * walks each kind of round once and multiplies.
 */
final class CountingWalk {
  private final StepShape shape;
  private final Tiling tiling;
  private final Dealing dealing;
  private final int firstCore;
  private final boolean multicast;
  private final StepBudget budget;
  private final CoreWalk[] cores;
  private final int[] inner = new int[Dimension.values().length];
  private final Set<List<Object>> readAtThisStep = new HashSet<>();

  private CountingWalk(
      StepShape shape,
      Dealing dealing,
      int firstCore,
      int coreCount,
      boolean multicast,
      StepBudget budget) {
    this.shape = shape;
    tiling = shape.tiling();
    this.dealing = dealing;
    this.firstCore = firstCore;
    this.multicast = multicast;
    this.budget = budget;
    cores = new CoreWalk[coreCount];
    Arrays.setAll(cores, core -> new CoreWalk(shape));
  }

  /**
   * Walks all cores that have work.
   *
   * @param multicast whether cores share what they load at the same step
   * @param skipping whether each kind of round is walked only once
   * @param budget how many steps may be walked
   * @return the counts of each core
   */
  static List<WordCounts> walk(
      StepShape shape, Dealing dealing, boolean multicast, boolean skipping, StepBudget budget) {
    int busy = dealing.busyCores();
    int together = multicast ? busy : 1;
    Map<IntBuffer, WordCounts[]> known = new HashMap<>();
    List<WordCounts> counts = new ArrayList<>();
    for (int first = 0; first < busy; first += together) {
      CountingWalk walk = new CountingWalk(shape, dealing, first, together, multicast, budget);
      counts.addAll(Arrays.asList(skipping ? walk.walkKindsOnce(known) : walk.walkAll()));
    }
    return counts;
  }

  private WordCounts[] walkAll() {
    for (long round = 0; round < dealing.size(firstCore); round++) {
      walk(round);
    }
    return finish();
  }

  /**
   * Walks one round of each kind and multiplies.
   *
   * @param known what a round of each kind moves on each core, by {@link #kind}; new kinds are
   *     added
   */
  private WordCounts[] walkKindsOnce(Map<IntBuffer, WordCounts[]> known) {
    budget.requireFew(dealing.size(firstCore));
    Map<IntBuffer, Long> times = new LinkedHashMap<>();
    for (long round = 0, alike; round < dealing.size(firstCore); round += alike) {
      IntBuffer kind = kind(round);
      alike = alikeFrom(round);
      if (!known.containsKey(kind)) {
        standAtEndOf(round - 1);
        walk(round);
        known.put(kind, takeCounts());
      }
      times.merge(kind, alike, Long::sum);
    }
    standAtEndOf(dealing.size(firstCore) - 1);
    WordCounts[] totals = finish();
    times.forEach(
        (kind, rounds) -> {
          WordCounts[] each = known.get(kind); // once: a kind is as long as there are cores
          for (int core = 0; core < cores.length; core++) {
            totals[core].add(each[core], rounds);
          }
        });
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

  /** Sets the dealt indices of all cores that have a tile in this round; returns their number. */
  private int placeCores(long round) {
    int active = 0;
    while (active < cores.length && round < dealing.size(firstCore + active)) {
      dealing.locate(firstCore + active, round, cores[active].index());
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
    return !multicast
        || !shape.isAlikeForAllRows(tile.tensor)
        || readAtThisStep.add(List.of(tile.tensor, IntBuffer.wrap(tile.name())));
  }

  /** Makes every core hold what it holds after {@code round}, without counting. */
  private void standAtEndOf(long round) {
    for (int core = 0; core < cores.length; core++) {
      long last = Math.min(round, dealing.size(firstCore + core) - 1);
      if (last >= 0) {
        int[] index = cores[core].index();
        for (Stage stage : Stage.values()) {
          for (Dimension dimension : stage.dimensions()) {
            index[dimension.ordinal()] = tiling.count(stage, dimension.ordinal()) - 1;
          }
          dealing.locate(firstCore + core, last, index);
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
    for (int core = 0; core < cores.length && round < dealing.size(firstCore + core); core++) {
      budget.goOn();
      dealing.locate(firstCore + core, round, now);
      int at = perCore * core;
      kind[at] = tiling.extent(Stage.LOGIT, Tiling.I, now[Tiling.I]);
      kind[at + 1] = dealtRows(now);
      if (round > 0) {
        dealing.locate(firstCore + core, round - 1, before);
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

  /** How many rounds from this one on are of its kind, without a look at each; at least 1. */
  private long alikeFrom(long round) {
    long alike = Long.MAX_VALUE;
    for (int core = 0; core < cores.length && round < dealing.size(firstCore + core); core++) {
      alike = Math.min(alike, dealing.alikeFrom(firstCore + core, round));
    }
    return alike;
  }

  private int dealtRows(int[] index) {
    return dealing.loops() == 2 ? tiling.extent(Stage.LOGIT, Tiling.P, index[Tiling.P]) : 0;
  }
}
