package org.flatsearch.search.strategy.exact;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.strategy.Neighbourhood;

/**
 * A spot check of a proof. It keeps a seeded random sample of the boxes that were pruned or
 * completed (reservoir sampling) and, when the proof is done, evaluates points of them. If one is
 * better than the proven optimum, the run ends with an error.
 *
 * <p>Half of the points are random ones of the sample. Since a large box has few good points, the
 * others climb: from the best of the random points, and within the boxes that were dropped last,
 * whose bounds are nearest to the optimum.
 */
final class Audit {
  /** How many of the random points are climbed from. */
  private static final int CLIMBS = 10;

  /** Within how many of the boxes that were dropped last climbs begin. */
  private static final int RECENT = 10;

  private final SearchRun run;
  private final int size;
  private final Random random;
  private final Neighbourhood neighbourhood;
  private final List<Dropped> sample = new ArrayList<>();
  private final Deque<Dropped> recent = new ArrayDeque<>();
  private long seen;

  /**
   * @param size the most boxes that are sampled, and the number of points that are evaluated
   */
  Audit(SearchRun run, int size) {
    this.run = run;
    this.size = size;
    random = new Random(run.seed());
    neighbourhood = new Neighbourhood(run.problem());
  }

  /** A box of which the proof claims that no point is better than the best one. */
  private record Dropped(int[] low, int[] high) {
    boolean isOpen() {
      return !Arrays.equals(low, high);
    }

    int[] point(Random random) {
      return IntStream.range(0, low.length)
          .map(k -> low[k] == high[k] ? low[k] : low[k] + random.nextInt(high[k] - low[k] + 1))
          .toArray();
    }

    /** Brings a point into the box. */
    void bring(int[] point) {
      for (int k = 0; k < point.length; k++) {
        point[k] = Math.max(low[k], Math.min(high[k], point[k]));
      }
    }
  }

  /** A point of a box, from which to climb. */
  private record Start(Dropped box, int[] point, Score score) {}

  /** Takes note of a box that has been pruned or completed. */
  void consider(int[] low, int[] high) {
    if (size == 0) {
      return;
    }
    Dropped box = new Dropped(low.clone(), high.clone());
    sample(box);
    recent.addLast(box);
    if (recent.size() > RECENT) {
      recent.removeFirst();
    }
  }

  /** Takes note of a box that still waits when the proof is done. */
  void considerWaiting(int[] low, int[] high) {
    if (size > 0) {
      sample(new Dropped(low.clone(), high.clone()));
    }
  }

  private void sample(Dropped box) {
    seen++;
    if (seen <= size) {
      sample.add(box);
      return;
    }
    long at = (long) (random.nextDouble() * seen);
    if (at < size) {
      sample.set((int) at, box);
    }
  }

  /** Evaluates as many points as were asked for; the run throws an exception if one is better. */
  void check() {
    if (sample.isEmpty()) {
      return;
    }
    // A sample that is not full has the boxes in the order in which they were dropped.
    Collections.shuffle(sample, random);
    int steps = sample.stream().anyMatch(Dropped::isOpen) ? size / 2 : 0;
    List<Start> starts = bestOf(size - steps);
    for (Dropped box : recent) {
      if (box.isOpen()) {
        starts.add(new Start(box, box.point(random), new Score(run.objective())));
      }
    }
    if (starts.isEmpty()) {
      bestOf(steps);
    }
    for (int k = 0; k < starts.size(); k++) {
      climb(starts.get(k), steps / starts.size() + (k < steps % starts.size() ? 1 : 0));
    }
  }

  /** Evaluates random points of the boxes in turn; returns the best of those that can change. */
  private List<Start> bestOf(int points) {
    List<Start> best = new ArrayList<>();
    for (int k = 0; k < points; k++) {
      Dropped box = sample.get(k % sample.size());
      int[] point = box.point(random);
      Start start = new Start(box, point, evaluate(point));
      if (box.isOpen()) {
        best.add(start);
        best.sort((a, b) -> a.score().compareTo(b.score()));
      }
      if (best.size() > CLIMBS) {
        best.remove(CLIMBS);
      }
    }
    return best;
  }

  private void climb(Start start, int steps) {
    int[] current = start.point();
    Score score = start.score();
    for (int k = 0; k < steps; k++) {
      int[] changed = current.clone();
      neighbourhood.change(random, changed);
      start.box().bring(changed);
      Score found = evaluate(changed);
      if (found.compareTo(score) <= 0) {
        current = changed;
        score = found;
      }
    }
  }

  private Score evaluate(int[] point) {
    Score score = new Score(run.objective());
    run.evaluate(point, score);
    run.count("pruned points audited", 1);
    return score;
  }
}
