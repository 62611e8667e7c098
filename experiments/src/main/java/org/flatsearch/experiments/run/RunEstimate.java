package org.flatsearch.experiments.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Stop;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugInFailedException;

/**
 * Estimates how long runs would take, and how much they would write: a short trial of each kind of
 * run (strategy, model, space, budget) on one of its problems, multiplied by the number of runs of
 * that kind. A trial that runs out of time is taken to continue at the same speed until its budget
 * is used up, so the estimate is too high for strategies that stop by themselves. Replays are left
 * out of the time: the poor schedules that a trial finds take many times as long to replay as those
 * that a search ends with.
 *
 * @param seconds the time that the runs would take
 * @param bytes the size of their results
 */
public record RunEstimate(double seconds, double bytes) {
  /** What a replay adds to a line: two schedules, each with its cost by both models. */
  private static final int REPLAY_BYTES = 4_000;

  private static final double LONGEST_TRIAL_SECONDS = 1;
  private static final double SHORTEST_TRIAL_SECONDS = 0.001;
  private static final double ALL_TRIALS_SECONDS = 10;

  /** The first trial of each kind loads classes and warms up; the last one counts. */
  private static final int TRIALS = 2;

  /** What a run would take, as a trial of it shows; nothing if it would fail. */
  private record Trial(double seconds, double bytes) {}

  /**
   * Estimates runs.
   *
   * @param parallelism how many are executed at once
   */
  public static RunEstimate of(List<Run> runs, int parallelism) {
    Map<List<Object>, List<Run>> kinds = new LinkedHashMap<>();
    for (Run run : runs) {
      kinds.computeIfAbsent(run.kind(), key -> new ArrayList<>()).add(run);
    }
    RunExecution execution = new RunExecution();
    long begin = System.nanoTime();
    int left = TRIALS * kinds.size();
    double seconds = 0;
    double bytes = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      seconds = 0;
      bytes = 0;
      for (List<Run> same : kinds.values()) {
        Run sample = same.get(same.size() / 2);
        Trial one = tried(execution, sample, trialSeconds(begin, left));
        seconds += one.seconds * same.size();
        bytes += one.bytes * same.size();
        left--;
      }
    }
    return new RunEstimate(seconds / parallelism, bytes);
  }

  /** An equal share of the time that is left: later trials get what short ones did not need. */
  private static double trialSeconds(long begin, int left) {
    double rest = ALL_TRIALS_SECONDS - (System.nanoTime() - begin) / 1e9;
    return Math.max(SHORTEST_TRIAL_SECONDS, Math.min(LONGEST_TRIAL_SECONDS, rest / left));
  }

  private static Trial tried(RunExecution execution, Run run, double trialSeconds) {
    Budget budget = run.setting().budget();
    Run trial =
        run.within(new Budget(budget.evaluations(), Math.min(budget.seconds(), trialSeconds)))
            .withoutReplays();
    RunRecord result;
    try {
      result = execution.execute(trial);
    } catch (InvalidInputException | PlugInFailedException | IllegalStateException e) {
      // A plug-in is broken, or can rate no schedule: its runs will fail just as early.
      DebugTrace.show(e);
      return new Trial(0, 0);
    }
    double bytes = result.toLine().length() + 1 + (run.refine() > 0 ? REPLAY_BYTES : 0);
    if (result.stop() != Stop.TIME || result.evaluations() == 0) {
      return new Trial(result.seconds(), bytes);
    }
    double toTheEnd = result.seconds() * ((double) budget.evaluations() / result.evaluations());
    return new Trial(Math.min(budget.seconds(), toTheEnd), bytes);
  }
}
