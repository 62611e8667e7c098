package org.flatsearch.experiments.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flatsearch.cost.Cost;
import org.flatsearch.experiments.record.ProblemKey;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.search.CostMetrics;
import org.flatsearch.experiments.search.ReplayRounding;
import org.flatsearch.experiments.text.ObjectiveText;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.search.Score;

/**
 * The best run of a search of an experiment for an accelerator, a workload and an objective. If
 * runs were replayed, it is the best by the replay, with the figures of the replay.
 *
 * @param run the run, with a schedule
 * @param lowerBound the best proven lower bound of the first objective, 0 if there is none
 * @param proven whether the best schedule is proven to be optimal
 * @param severalOf what the search has several values of
 */
record BestRun(RunRecord run, double lowerBound, boolean proven, Set<BestRun.Choice> severalOf) {

  /**
   * What a search can have several values of, apart from accelerators and workloads. Restrictions
   * are not among them: all runs of a search share them, except for the numbers that each workload
   * puts in place of named extents.
   */
  enum Choice {
    MODEL(run -> run.setting().model()),
    SPACE(run -> run.setting().space()),
    OBJECTIVE(run -> ObjectiveText.of(run.setting().objective(), ", "));

    private final Function<RunRecord, String> of;

    Choice(Function<RunRecord, String> of) {
      this.of = of;
    }
  }

  /** What the runs share from which the best is chosen. */
  private record Key(String search, ProblemKey problem) {}

  /** The best runs, in the order in which their searches and problems first appear. */
  static List<BestRun> of(List<RunRecord> runs) {
    Map<Key, List<RunRecord>> groups = new LinkedHashMap<>();
    Map<ProblemKey, List<RunRecord>> ofProblems = new HashMap<>();
    for (RunRecord run : runs) {
      if (run.searched().isPresent()) {
        Key key = new Key(run.search(), ProblemKey.of(run));
        groups.computeIfAbsent(key, unused -> new ArrayList<>()).add(run);
        ofProblems.computeIfAbsent(key.problem(), unused -> new ArrayList<>()).add(run);
      }
    }
    Map<String, Set<Choice>> severalOf = severalOf(runs);
    List<BestRun> all = new ArrayList<>();
    groups.forEach(
        (key, group) ->
            all.add(ofGroup(group, ofProblems.get(key.problem()), severalOf.get(key.search()))));
    return List.copyOf(all);
  }

  /**
   * The name of the search with the model, the space and the objective, each only if the search has
   * several. The best runs for one accelerator and workload all have different ones.
   */
  String series() {
    return Stream.concat(
            Stream.of(run.search()), severalOf.stream().map(choice -> choice.of.apply(run)))
        .collect(Collectors.joining(", "));
  }

  /**
   * Whether this run can be compared with a best run of another search for the same accelerator and
   * workload: both have the same model, space and objective, each only if either search has
   * several.
   */
  boolean isComparable(BestRun other) {
    return Stream.concat(severalOf.stream(), other.severalOf.stream())
        .allMatch(choice -> choice.of.apply(run).equals(choice.of.apply(other.run)));
  }

  /** What each search has several values of. */
  private static Map<String, Set<Choice>> severalOf(List<RunRecord> runs) {
    Map<String, Set<Choice>> several = new HashMap<>();
    Map<String, RunRecord> first = new HashMap<>();
    for (RunRecord run : runs) {
      RunRecord other = first.computeIfAbsent(run.search(), search -> run);
      Set<Choice> choices =
          several.computeIfAbsent(run.search(), search -> EnumSet.noneOf(Choice.class));
      for (Choice choice : Choice.values()) {
        if (!choice.of.apply(run).equals(choice.of.apply(other))) {
          choices.add(choice);
        }
      }
    }
    return several;
  }

  /** What one search proves of a problem holds for the runs of every other. */
  private static BestRun ofGroup(
      List<RunRecord> runs, List<RunRecord> ofProblem, Set<Choice> severalOf) {
    List<RunRecord> replayed = runs.stream().filter(run -> run.replayed().isPresent()).toList();
    RunRecord best =
        Collections.min(
            replayed.isEmpty() ? runs : replayed,
            Comparator.comparing(BestRun::score, Score::compareTo));
    double lowerBound = ofProblem.stream().mapToDouble(RunRecord::provenBound).max().orElseThrow();
    Score score = score(best);
    boolean proven =
        best.isFeasible()
            && ofProblem.stream()
                .filter(run -> run.status() == Status.PROVEN)
                .anyMatch(
                    run -> isReached(run.score(), score, run.setting().objective().tolerance()));
    return new BestRun(best, lowerBound, proven, severalOf);
  }

  /**
   * Whether a reported score is no worse than a proven optimum. The model that replays never gives
   * less than the model of the search, so then no other schedule is better by the replay either.
   */
  private static boolean isReached(Score optimum, Score score, Tolerance tolerance) {
    for (int k = 0; k < score.values.length; k++) {
      if (ReplayRounding.isAbove(score.values[k], optimum.values[k], tolerance)) {
        return false;
      }
    }
    return true;
  }

  private static Score score(RunRecord run) {
    Score score = run.score();
    if (run.replayed().isPresent()) {
      double[] values = CostMetrics.values(run.replayed().get().cost(), run.setting().objective());
      System.arraycopy(values, 0, score.values, 0, values.length);
    }
    return score;
  }

  /** Whether the reported figures are those of a replay. */
  boolean isReplayed() {
    return run.replayed().isPresent();
  }

  /** The model that gives the reported figures. */
  String model() {
    return run.ratedBy();
  }

  /** The best schedule, with the reported cost. */
  RatedSchedule best() {
    return run.best().orElseThrow();
  }

  /** The reported cost. */
  Cost cost() {
    return best().cost();
  }

  /** The gap of the best schedule to the lower bound; NaN if nothing is known. */
  double gap() {
    if (proven) {
      return 0;
    }
    return run.isFeasible() && lowerBound > 0
        ? Math.max(0, score(run).values[0] / lowerBound - 1)
        : Double.NaN;
  }
}
