package org.flatsearch.experiments.report;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.flatsearch.experiments.search.ScheduleRefinement;

/** Tells readers which reported figures are from a replay, and which leave out waiting. */
final class ReplayNote {
  private final List<BestRun> bestRuns;

  private ReplayNote(List<BestRun> bestRuns) {
    this.bestRuns = bestRuns;
  }

  /** A few sentences; empty if there is nothing to say. */
  static String of(List<BestRun> bestRuns) {
    ReplayNote note =
        new ReplayNote(bestRuns.stream().filter(best -> best.run().isFeasible()).toList());
    return (note.figuresByReplay() + note.bounds()).strip();
  }

  private String figuresByReplay() {
    return bestRuns.stream()
        .filter(BestRun::isReplayed)
        .findFirst()
        .map(
            first ->
                ("The figures%s are of replays by model %s; gaps are to what model %s proves, a"
                        + " lower bound of them. Processor time does not count replays. ")
                    .formatted(
                        which(BestRun::isReplayed), first.model(), first.run().setting().model()))
        .orElse("");
  }

  private String bounds() {
    List<BestRun> bounds = bestRuns.stream().filter(ReplayNote::isBound).toList();
    if (bounds.isEmpty()) {
      return "";
    }
    boolean refused = bounds.stream().allMatch(best -> best.run().verification().isPresent());
    return "The latencies"
        + which(ReplayNote::isBound)
        + " are those of model "
        + ScheduleRefinement.BOUND
        + ", lower bounds that leave out some waiting; "
        + (refused
            ? "model " + ScheduleRefinement.WALKER + " could not replay them."
            : "with refine, runs replay what they find by model "
                + ScheduleRefinement.WALKER
                + ".");
  }

  private static boolean isBound(BestRun best) {
    return ScheduleRefinement.isBound(best.model());
  }

  /**
   * Names the best runs that a predicate selects; nothing if it selects all. A series is named
   * target by target if it has other best runs too.
   */
  private String which(Predicate<BestRun> some) {
    Set<String> others =
        bestRuns.stream().filter(some.negate()).map(BestRun::series).collect(Collectors.toSet());
    return others.isEmpty()
        ? ""
        : bestRuns.stream()
            .filter(some)
            .map(
                best ->
                    best.series()
                        + (others.contains(best.series())
                            ? " on " + best.run().accelerator() + " × " + best.run().workload()
                            : ""))
            .distinct()
            .collect(Collectors.joining("; ", " of ", ""));
  }
}
