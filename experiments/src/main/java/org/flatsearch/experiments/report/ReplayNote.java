package org.flatsearch.experiments.report;

import java.util.List;
import java.util.stream.Collectors;

/** Says of which best schedules the figures that are reported are those of a replay. */
final class ReplayNote {
  private ReplayNote() {}

  /** A sentence; empty if none was replayed. */
  static String of(List<BestRun> bestRuns) {
    List<BestRun> replayed = bestRuns.stream().filter(BestRun::isReplayed).toList();
    if (replayed.isEmpty()) {
      return "";
    }
    boolean all = replayed.size() == bestRuns.size();
    String series =
        replayed.stream().map(BestRun::series).distinct().collect(Collectors.joining("; "));
    return "The figures"
        + (all ? "" : " of " + series)
        + " are of replays by model "
        + replayed.get(0).model()
        + "; gaps are to what model "
        + replayed.get(0).run().model()
        + " proves, a lower bound of them.";
  }
}
