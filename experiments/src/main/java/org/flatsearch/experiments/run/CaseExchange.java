package org.flatsearch.experiments.run;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.record.ProblemKey;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.experiments.search.ScheduleReplay;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.Verification;
import org.flatsearch.schedule.AttentionSchedule;

/**
 * Lets the cases of an experiment try each other's best schedules, so that a sweep does not
 * contradict itself: what was found with less buffer fits a larger one, and what was found for
 * energy may be the fastest.
 *
 * <p>Each run whose schedule was replayed replays the best of every other problem of its workload,
 * where its space has that schedule and the bound of its model does not rule it out. A better one
 * becomes its best, and the record says whose it is. All of them try the schedules that the
 * searches themselves found, so one round is enough, and a second one changes nothing.
 */
final class CaseExchange {
  private final Map<String, PlannedRun> planned = new HashMap<>();

  /** The runs that found schedules, by workload. */
  private final Map<String, Map<AttentionSchedule, String>> found = new HashMap<>();

  private final Map<String, RunRecord> changed = new HashMap<>();
  private final RunExecution execution = new RunExecution();
  private final CostModel walker = new WalkModel();

  private CaseExchange(List<PlannedRun> runs) {
    runs.forEach(run -> planned.put(run.id(), run));
  }

  /** Exchanges the schedules of the finished runs in a folder. */
  static CaseExchange of(RunFolder folder, List<PlannedRun> runs) {
    CaseExchange exchange = new CaseExchange(runs);
    if (runs.stream().anyMatch(run -> run.run().refine() > 0)) {
      exchange.collect(folder, runs);
      folder.read(exchange::improve);
    }
    return exchange;
  }

  /** The records with another best schedule, or none of another case any more, by identifiers. */
  Map<String, RunRecord> changed() {
    return changed;
  }

  /** Collects the distinct schedules; of runs that found the same, the first keeps the name. */
  private void collect(RunFolder folder, List<PlannedRun> runs) {
    record Best(String workload, AttentionSchedule schedule) {}
    Map<String, Best> bests = new HashMap<>();
    folder.read(
        run ->
            run.verification().stream()
                .flatMap(verification -> verification.replays().stream())
                .filter(replay -> replay.foundBy().isEmpty() && replay.replayed().isFeasible())
                .findFirst()
                .ifPresent(own -> bests.put(run.id(), new Best(run.workload(), own.schedule()))));
    for (PlannedRun run : runs) { // in the order of the definition, whichever finished first
      Best best = bests.get(run.id());
      if (best != null) {
        found
            .computeIfAbsent(best.workload(), workload -> new LinkedHashMap<>())
            .putIfAbsent(best.schedule(), run.id());
      }
    }
  }

  private void improve(RunRecord run) {
    Map<AttentionSchedule, String> others =
        new LinkedHashMap<>(found.getOrDefault(run.workload(), Map.of()));
    ProblemKey problem = ProblemKey.of(run);
    others.values().removeIf(id -> ProblemKey.of(planned.get(id).run()).equals(problem));
    if (run.verification().isEmpty() || others.isEmpty()) {
      return;
    }
    PlannedSearch search = execution.search(planned.get(run.id()).run());
    Verification own = run.verification().get();
    Verification verification =
        new ScheduleReplay(walker, search.plan()).trying(others, search, own, optimality(run));
    if (!verification.equals(own)) {
      changed.put(run.id(), run.with(verification));
    }
  }

  private static Optimality optimality(RunRecord run) {
    return new Optimality(
        run.setting().model(), run.status(), run.lowerBound(), OptionalDouble.empty());
  }
}
