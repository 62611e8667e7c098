package org.flatsearch.experiments.kernel;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.search.CostMetrics;
import org.flatsearch.experiments.search.ScheduleRefinement;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Trace;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.search.Strategies;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Every choice of parameters of one kernel, as a run of an experiment. By the walker, variants are
 * replayed in the order of their lower bounds as long as one may be better; by the model of the
 * bounds, these are what counts.
 */
public final class KernelRun {
  /** In place of a strategy. */
  public static final String STRATEGY = "every";

  /** Before the name of the kernel, in place of a space. */
  private static final String SPACE = "kernel ";

  private static final Comparator<List<Integer>> BY_ROWS_AND_KEYS =
      Comparator.<List<Integer>>comparingInt(block -> block.get(0))
          .thenComparingInt(block -> block.get(1));

  private final SearchSetting setting;
  private final KernelSearch search;
  private final KernelOnChip kernel;

  private KernelRun(SearchSetting setting, SearchPlan plan, KernelOnChip kernel) {
    this.setting = setting;
    this.kernel = kernel;
    search = new KernelSearch(plan, List.of(kernel));
  }

  /** What stands for the space in the setting of such a run. */
  public static String space(String kernel) {
    return SPACE + kernel;
  }

  /** Whether a setting is one of such a run. */
  public static boolean isMeantBy(SearchSetting setting) {
    return setting.space().startsWith(SPACE);
  }

  /**
   * The run of a setting.
   *
   * @throws InvalidInputException if there is no such kernel, or it cannot do the layer
   */
  public static KernelRun of(Accelerator chip, AttentionWorkload layer, SearchSetting setting) {
    Kernel kernel = Kernel.named(setting.space().substring(SPACE.length()));
    KernelOnChip onChip = KernelOnChip.of(kernel, chip, layer);
    CostModel bound = CostModels.named(ScheduleRefinement.BOUND);
    SearchPlan plan =
        new SearchPlan(chip, onChip.workload(), setting, bound, Strategies.named("random"));
    return new KernelRun(setting, plan, onChip);
  }

  /**
   * Finds the best variant by the model of the setting.
   *
   * @param walker replays
   * @throws InvalidInputException if none fits, or the walker takes too long
   */
  public ResultDocument run(CostModel walker, BooleanSupplier isCancelled) {
    boolean walks = setting.model().equals(walker.name());
    ResultDocument found = search.run(walker, walks ? Integer.MAX_VALUE : 0, isCancelled);
    if (walks && !found.isReplayed()) {
      throw new InvalidInputException(
          "model '%s' takes too long for the variants of the kernel; take models: [%s], whose latencies are lower bounds."
              .formatted(walker.name(), ScheduleRefinement.BOUND));
    }
    RatedSchedule best = found.best().orElseThrow();
    double[] values = CostMetrics.values(best.cost(), setting.objective());
    Optimality proven = found.optimality();
    boolean isBound = !proven.model().equals(setting.model());
    List<Double> all = Arrays.stream(values).boxed().toList();
    return new ResultDocument(
        found.accelerator(),
        found.workload(),
        OptionalInt.empty(),
        setting,
        found.evaluations(),
        found.seconds(),
        found.stop(),
        Optional.of(best),
        new Optimality(
            proven.model(),
            isBound ? Status.BOUNDED : proven.status(),
            proven.lowerBound(),
            Optimality.gap(values[0], proven.lowerBound())),
        List.of(),
        new Trace(List.of(new Trace.Improvement(found.evaluations(), 0, all)), List.of()),
        found.counters(),
        Optional.empty(),
        List.of());
  }

  /**
   * What a block of rows and keys is predicted to take.
   *
   * @param rows the rows of a tile
   * @param keys its keys
   * @param seconds the least of all variants with such tiles that fit
   */
  public record Block(int rows, int keys, double seconds) {}

  /** All blocks that fit, as rows and then keys ascend, by the model of the bounds. */
  public List<Block> blocks() {
    Map<List<Integer>, Block> blocks = new TreeMap<>(BY_ROWS_AND_KEYS);
    for (KernelSearch.Rated each : search.rated()) {
      Block block = blockOf(each.variant().schedule(), each.seconds());
      blocks.merge(
          List.of(block.rows(), block.keys()), block, (a, b) -> a.seconds() <= b.seconds() ? a : b);
    }
    return List.copyOf(blocks.values());
  }

  /** The block of a schedule that takes this long. */
  public static Block blockOf(AttentionSchedule schedule, double seconds) {
    return new Block(
        schedule.tile(Stage.LOGIT, Dimension.ROW),
        schedule.tile(Stage.LOGIT, Dimension.KEY),
        seconds);
  }

  /** The variant with this schedule. */
  public Optional<Variant> variant(AttentionSchedule schedule) {
    return kernel.variants().stream().filter(each -> each.schedule().equals(schedule)).findFirst();
  }
}
