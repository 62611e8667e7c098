package org.flatsearch.experiments.run;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.kernel.KernelRun;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.search.CostMetrics;
import org.flatsearch.experiments.search.PlannedProblem;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.experiments.search.ScheduleRefinement;
import org.flatsearch.experiments.search.ScheduleReplay;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.goal.Stop;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugIns;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.Verification;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.space.AttentionProblem;

/**
 * Executes runs in this process, one after the other. A process that executes runs for another
 * needs nothing else.
 *
 * <p>What runs share is kept from one to the next: the plug-ins, which are looked up once, and the
 * problem of the last run, because most neighbours in an experiment differ only in their strategies
 * and seeds. Results do not depend on this, because models and strategies are stateless and spaces
 * immutable. Not thread-safe.
 */
public final class RunExecution {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<String, CostModel> models = CostModels.all();
  private final Map<String, SearchStrategy> strategies = Strategies.all();
  private PlannedProblem last;

  /** Whether there is a cost model of that name here. */
  public boolean hasModel(String name) {
    return models.containsKey(name);
  }

  /** Whether there is a strategy of that name here. */
  public boolean hasStrategy(String name) {
    return strategies.containsKey(name);
  }

  /**
   * Executes a run.
   *
   * @throws InvalidInputException if the model, the space or the strategy refuses it
   * @throws org.flatsearch.plugin.PlugInFailedException if a plug-in fails
   * @throws IllegalStateException if this thread is interrupted before the search has ended
   */
  public RunRecord execute(Run run) {
    return execute(run, run.id());
  }

  /**
   * Executes a run whose identifier is known already, which saves computing it.
   *
   * @param id its identifier
   */
  public RunRecord execute(Run run, String id) {
    if (KernelRun.isMeantBy(run.setting())) {
      return execute(run, id, kernel(run));
    }
    PlannedSearch search = search(run);
    double cpuBegin = cpuSeconds();
    ResultDocument result = search.run();
    double cpuSeconds = cpuSeconds() - cpuBegin;
    requireUndisturbed(result);
    long begin = System.nanoTime();
    Optional<Verification> verification = refine(run, search, result);
    double seconds = result.seconds() + (System.nanoTime() - begin) / 1e9;
    List<Integer> decisions =
        result.searched().map(best -> decisions(search, best)).orElse(List.of());
    return record(run, id, decisions, result, verification, seconds, cpuSeconds);
  }

  private RunRecord execute(Run run, String id, KernelRun kernel) {
    double cpuBegin = cpuSeconds();
    BooleanSupplier isCancelled = () -> Thread.currentThread().isInterrupted();
    ResultDocument result = kernel.run(new WalkModel(isCancelled), isCancelled);
    double cpuSeconds = cpuSeconds() - cpuBegin;
    requireUndisturbed(result);
    return record(run, id, List.of(), result, Optional.empty(), result.seconds(), cpuSeconds);
  }

  private static void requireUndisturbed(ResultDocument result) {
    if (result.stop() == Stop.CANCELLED) { // by an interrupt; not what the run would have found
      throw new IllegalStateException("the thread that waits for its search was interrupted");
    }
  }

  /**
   * The kernel of a run that looks at each choice of its parameters.
   *
   * @throws InvalidInputException if there is no such kernel, or it cannot do the layer
   */
  KernelRun kernel(Run run) {
    return KernelRun.of(run.accelerator(), run.workload(), run.setting());
  }

  /** Replays and refines what a search found; empty if there is nothing to replay. */
  private Optional<Verification> refine(Run run, PlannedSearch search, ResultDocument result) {
    return result
        .searched()
        .filter(best -> run.refine() > 0 && best.cost().isFeasible())
        .map(
            best -> {
              CostModel walker = PlugIns.named(models, "cost model", ScheduleRefinement.WALKER);
              Verification replay =
                  new ScheduleReplay(walker, search.plan()).of(best, result.optimality());
              return new ScheduleRefinement(walker, search, run.refine())
                  .of(replay, result.optimality());
            });
  }

  /** The processor time of this thread; wall-clock time on platforms that don't measure it. */
  private static double cpuSeconds() {
    long nanos =
        THREADS.isCurrentThreadCpuTimeSupported()
            ? THREADS.getCurrentThreadCpuTime()
            : System.nanoTime();
    return nanos / 1e9;
  }

  /** The search of a run, which has not begun. */
  PlannedSearch search(Run run) {
    SearchPlan plan = plan(run);
    if (last == null || !last.isOf(plan)) {
      last = PlannedProblem.of(plan);
    }
    return new PlannedSearch(plan, last);
  }

  private SearchPlan plan(Run run) {
    return new SearchPlan(
        run.accelerator(),
        run.workload(),
        run.setting(),
        PlugIns.named(models, "cost model", run.setting().model()),
        PlugIns.named(strategies, "strategy", run.setting().strategy()));
  }

  private static RunRecord record(
      Run run,
      String id,
      List<Integer> decisions,
      ResultDocument result,
      Optional<Verification> verification,
      double seconds,
      double cpuSeconds) {
    return new RunRecord(
        id,
        run.search(),
        run.accelerator().name(),
        run.workload().name(),
        run.setting(),
        result.stop(),
        result.evaluations(),
        result.searched(),
        decisions,
        result.optimality().status(),
        result.optimality().lowerBound(),
        front(run, result),
        verification,
        result.trace(),
        result.counters(),
        seconds,
        cpuSeconds);
  }

  private static List<Integer> decisions(PlannedSearch search, RatedSchedule best) {
    AttentionProblem problem = search.problem();
    int[] decisions = problem.encode(best.schedule()).orElseThrow();
    return Arrays.stream(decisions).boxed().toList();
  }

  private static List<List<Double>> front(Run run, ResultDocument result) {
    return result.front().stream()
        .map(point -> CostMetrics.values(point.cost(), run.setting().objective()))
        .map(values -> Arrays.stream(values).boxed().toList())
        .toList();
  }
}
