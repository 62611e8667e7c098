package org.flatsearch.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.experiments.run.RunRecord;
import org.flatsearch.results.Optimality;

/**
 * The best that a search of an experiment found for an accelerator, a workload and an objective.
 *
 * @param best the best run, with a schedule
 * @param lowerBound the best proven lower bound of the first objective, 0 if there is none
 * @param proven whether the best schedule is proven to be optimal
 */
record Outcome(RunRecord best, double lowerBound, boolean proven) {

  /** What runs of the same outcome share. */
  private record Key(
      String search,
      String accelerator,
      String workload,
      String model,
      String space,
      List<String> restrictions,
      List<String> objective) {
    static Key of(RunRecord run) {
      return new Key(
          run.search(),
          run.accelerator(),
          run.workload(),
          run.model(),
          run.space(),
          run.restrictions(),
          run.objective());
    }
  }

  /** The outcomes of these runs, in the order in which they first appear. */
  static List<Outcome> of(List<RunRecord> runs) {
    Map<Key, List<RunRecord>> groups = new LinkedHashMap<>();
    for (RunRecord run : runs) {
      if (run.best().isPresent()) {
        groups.computeIfAbsent(Key.of(run), key -> new ArrayList<>()).add(run);
      }
    }
    return groups.values().stream().map(Outcome::ofGroup).toList();
  }

  /** The name of the search, with the objective if these have several of the same search. */
  String series(List<Outcome> outcomes) {
    long objectives =
        outcomes.stream()
            .map(Outcome::best)
            .filter(run -> run.search().equals(best.search()))
            .map(RunRecord::objective)
            .distinct()
            .count();
    return objectives > 1
        ? best.search() + ", " + String.join(", ", best.objective())
        : best.search();
  }

  private static Outcome ofGroup(List<RunRecord> runs) {
    RunRecord best = runs.get(0);
    for (RunRecord run : runs) {
      if (run.score().compareTo(best.score()) < 0) {
        best = run;
      }
    }
    double lowerBound =
        runs.stream()
            .filter(run -> !run.lowerBound().isEmpty())
            .mapToDouble(run -> run.lowerBound().get(0))
            .max()
            .orElse(0);
    boolean proven = runs.stream().anyMatch(run -> run.status() == Optimality.Status.PROVEN);
    return new Outcome(best, lowerBound, proven && best.isFeasible());
  }

  /** The gap of the best schedule to the lower bound; not a number if nothing is known. */
  double gap() {
    if (proven) {
      return 0;
    }
    return best.isFeasible() && lowerBound > 0
        ? Math.max(0, best.value() / lowerBound - 1)
        : Double.NaN;
  }
}
