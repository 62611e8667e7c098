package org.flatsearch.experiments.report;

import java.util.List;
import java.util.stream.Collectors;
import org.flatsearch.experiments.search.ScheduleRefinement;

/**
 * Says which of the figures that are reported are those of a replay, and which leave out waiting.
 */
final class ReplayNote {
  private final List<BestRun> bestRuns;

  private ReplayNote(List<BestRun> bestRuns) {
    this.bestRuns = bestRuns;
  }

  /** A sentence or two; empty if there is nothing to say. */
  static String of(List<BestRun> bestRuns) {
    ReplayNote note = new ReplayNote(bestRuns);
    return (note.replayed() + note.bounds()).strip();
  }

  private String replayed() {
    List<BestRun> replayed = bestRuns.stream().filter(BestRun::isReplayed).toList();
    return replayed.isEmpty()
        ? ""
        : "The figures"
            + series(replayed)
            + " are of replays by model "
            + replayed.get(0).model()
            + "; gaps are to what model "
            + replayed.get(0).run().model()
            + " proves, a lower bound of them. ";
  }

  private String bounds() {
    List<BestRun> bounds =
        bestRuns.stream().filter(best -> ScheduleRefinement.isBound(best.model())).toList();
    return bounds.isEmpty()
        ? ""
        : "The latencies"
            + series(bounds)
            + " are those of model "
            + ScheduleRefinement.BOUND
            + ", lower bounds that leave out some waiting; with refine, runs replay what they find"
            + " by model "
            + ScheduleRefinement.WALKER
            + ".";
  }

  /** Which ones, unless it is all of them. */
  private String series(List<BestRun> some) {
    return some.size() == bestRuns.size()
        ? ""
        : " of " + some.stream().map(BestRun::series).distinct().collect(Collectors.joining("; "));
  }
}
