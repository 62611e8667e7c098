package org.flatsearch.experiments.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.record.ProblemKey;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.search.Score;

/**
 * The best schedules of an earlier experiment, from which runs begin: a long budget can be cut into
 * several experiments, each of which keeps what it finds.
 */
public final class EarlierBest {
  private final RunFolder folder;
  private final ExperimentHeader header;
  private final Map<ProblemKey, RunRecord> best = new HashMap<>();

  /**
   * Reads them.
   *
   * @throws InvalidInputException if the folder is not one of an experiment
   */
  public EarlierBest(RunFolder folder) {
    this.folder = folder;
    header = folder.header();
    folder.read(
        run -> {
          if (run.isFeasible()) {
            best.merge(ProblemKey.of(run), run, EarlierBest::better);
          }
        });
  }

  private static RunRecord better(RunRecord a, RunRecord b) {
    Score score = b.score();
    return score.compareTo(a.score()) < 0 ? b : a;
  }

  /**
   * The runs, each beginning at the best schedule of its problem; one of another problem as it is.
   *
   * @throws InvalidInputException if the folder has a schedule for none of them
   */
  public List<PlannedRun> starts(List<PlannedRun> runs) {
    List<PlannedRun> started =
        runs.stream().map(run -> start(run.run()).map(run::with).orElse(run)).toList();
    if (started.equals(runs)) {
      throw new InvalidInputException(
          "--start: %s has no schedule for any of these runs: accelerator, workload, model, space, restrictions and objective must be the same."
              .formatted(folder.path()));
    }
    return started;
  }

  private Optional<Run> start(Run run) {
    return Optional.ofNullable(best.get(ProblemKey.of(run)))
        .filter(
            earlier ->
                header.accelerators().get(earlier.accelerator()).hasFiguresOf(run.accelerator())
                    && header.workloads().get(earlier.workload()).hasFiguresOf(run.workload()))
        .flatMap(RunRecord::searched)
        .map(RatedSchedule::schedule)
        .map(run::startingAt);
  }
}
