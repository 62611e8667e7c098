package org.flatsearch.experiments.compare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostFigure;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.goal.Trace;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.results.Verification;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.space.flat.FlatPublishedSpace;
import org.flatsearch.spec.SpecCatalogue;

/** Made-up runs whose figures can be checked by hand. */
public final class Records {
  private static final RatedSchedule SOME_SCHEDULE = someSchedule();

  private Records() {}

  private static RatedSchedule someSchedule() {
    var accelerator = SpecCatalogue.accelerator("flat-edge");
    var workload = SpecCatalogue.workload("bert");
    var space = FlatPublishedSpace.of(accelerator, workload);
    AttentionSchedule schedule =
        AttentionProblem.of(new FlatModel(), space, accelerator, workload)
            .schedule(new int[space.decisions().size()]);
    return RatedSchedule.of(schedule, new FlatModel(), accelerator, workload);
  }

  /**
   * A run of 1,000 evaluations that took 2 processor seconds.
   *
   * @param trace evaluation, latency, evaluation, latency, …
   */
  public static RunRecord run(String workload, String strategy, long seed, double... trace) {
    return run(workload, strategy, seed, Status.UNKNOWN, List.of(), trace);
  }

  /** A run that proves something. */
  public static RunRecord run(
      String workload,
      String strategy,
      long seed,
      Status status,
      List<Double> lowerBound,
      double... trace) {
    List<Trace.Improvement> improvements = new ArrayList<>();
    for (int k = 0; k < trace.length; k += 2) {
      improvements.add(new Trace.Improvement((long) trace[k], 0, List.of(trace[k + 1], 1.0)));
    }
    return new RunRecord(
        workload + strategy + seed,
        "all",
        "flat-edge",
        workload,
        new SearchSetting(
            "flat",
            "published",
            List.of(),
            Objective.of("latency", "energy"),
            strategy,
            Map.of(),
            seed,
            Budget.ofEvaluations(1000),
            Optional.empty()),
        Stop.EVALUATIONS,
        1000,
        improvements.isEmpty() ? Optional.empty() : Optional.of(SOME_SCHEDULE),
        List.of(0, 0, 0, 0, 0, 0, 0),
        status,
        lowerBound,
        List.of(),
        Optional.empty(),
        new Trace(improvements, List.of()),
        Map.of(),
        3,
        2);
  }

  /** A run of another search, with the cost of its best schedule. */
  public static RunRecord of(String search, String accelerator, String workload, Cost cost) {
    RunRecord run = run(workload, "random", 1, 1, 10);
    return new RunRecord(
        search + accelerator + workload,
        search,
        accelerator,
        workload,
        run.setting(),
        run.stop(),
        run.evaluations(),
        Optional.of(new RatedSchedule(SOME_SCHEDULE.schedule(), cost)),
        run.decisions(),
        run.status(),
        run.lowerBound(),
        run.front(),
        run.verification(),
        run.trace(),
        run.counters(),
        run.seconds(),
        run.cpuSeconds());
  }

  /** A cost with another latency and energy. */
  public static Cost cost(Cost cost, double latencySeconds, double energyJoules) {
    Map<CostFigure, Number> figures = new EnumMap<>(cost.figures());
    figures.put(CostFigure.LATENCY, latencySeconds);
    figures.put(CostFigure.ENERGY, energyJoules);
    return new Cost(figures, cost.parts(), cost.bound(), cost.violations(), cost.extrapolated());
  }

  /** The run with a replay. */
  public static RunRecord with(RunRecord run, Verification replay) {
    return changed(
        run,
        run.setting().objective(),
        run.lowerBound(),
        run.setting().parameters(),
        run.setting().budget(),
        run.trace(),
        Optional.of(replay));
  }

  /** The run with another energy at its last improvement. */
  public static RunRecord withEnergy(RunRecord run, double energy) {
    List<Trace.Improvement> improvements = new ArrayList<>(run.trace().improvements());
    Trace.Improvement last = improvements.remove(improvements.size() - 1);
    improvements.add(
        new Trace.Improvement(last.evaluation(), 0, List.of(last.values().get(0), energy)));
    return changed(
        run,
        run.setting().parameters(),
        run.setting().budget(),
        new Trace(improvements, List.of()));
  }

  /** The run after an improvement at its first evaluation that does not fit. */
  public static RunRecord afterViolation(RunRecord run, double latency) {
    List<Trace.Improvement> improvements = new ArrayList<>(run.trace().improvements());
    improvements.add(0, new Trace.Improvement(1, 4096, List.of(latency, 1.0)));
    return changed(
        run,
        run.setting().parameters(),
        run.setting().budget(),
        new Trace(improvements, List.of()));
  }

  /** The run with a parameter. */
  public static RunRecord withParameter(RunRecord run, String name, String value) {
    return changed(run, Map.of(name, value), run.setting().budget(), run.trace());
  }

  /** The run with another budget. */
  public static RunRecord withBudget(RunRecord run, long evaluations) {
    return changed(run, run.setting().parameters(), Budget.ofEvaluations(evaluations), run.trace());
  }

  /** The run, as one of a search for latency alone. */
  public static RunRecord byLatencyAlone(RunRecord run) {
    List<Trace.Improvement> improvements =
        run.trace().improvements().stream()
            .map(
                improvement ->
                    new Trace.Improvement(
                        improvement.evaluation(), 0, improvement.values().subList(0, 1)))
            .toList();
    return changed(
        run,
        Objective.of("latency"),
        run.lowerBound().stream().limit(1).toList(),
        run.setting().parameters(),
        run.setting().budget(),
        new Trace(improvements, List.of()),
        run.verification());
  }

  /** The run, as one of a search with this tolerance. */
  public static RunRecord within(RunRecord run, double tolerance) {
    return changed(
        run,
        run.setting().objective().within(Tolerance.of(tolerance)),
        run.lowerBound(),
        run.setting().parameters(),
        run.setting().budget(),
        run.trace(),
        run.verification());
  }

  private static RunRecord changed(
      RunRecord run, Map<String, String> parameters, Budget budget, Trace trace) {
    return changed(
        run,
        run.setting().objective(),
        run.lowerBound(),
        parameters,
        budget,
        trace,
        run.verification());
  }

  private static RunRecord changed(
      RunRecord run,
      Objective objective,
      List<Double> lowerBound,
      Map<String, String> parameters,
      Budget budget,
      Trace trace,
      Optional<Verification> verification) {
    return new RunRecord(
        run.id(),
        run.search(),
        run.accelerator(),
        run.workload(),
        new SearchSetting(
            run.setting().model(),
            run.setting().space(),
            run.setting().restrictions(),
            objective,
            run.setting().strategy(),
            parameters,
            run.setting().seed(),
            budget,
            Optional.empty()),
        run.stop(),
        run.evaluations(),
        run.searched(),
        run.decisions(),
        run.status(),
        lowerBound,
        run.front(),
        verification,
        trace,
        run.counters(),
        run.seconds(),
        run.cpuSeconds());
  }
}
