package org.flatsearch.experiments.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.experiments.kernel.KernelOnChip;
import org.flatsearch.experiments.kernel.KernelSearch;
import org.flatsearch.experiments.search.ScheduleRules;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.search.InvalidParameterException;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what is searched and how. */
final class SearchOptions {
  private static final String AUDIT = "audit";
  private static final String NO_KERNEL = "none";

  /**
   * The default budget: some seconds of a heuristic, or some ten seconds of a proof, which usually
   * ends earlier.
   */
  private static final long EVALUATIONS = 10_000_000;

  /** The same with a mask or a queue, where an evaluation looks at every tile of rows. */
  private static final long EVALUATIONS_OF_UNLIKE_TILES = 300_000;

  /** The default budget of each of the ten or so searches of a what-if study. */
  private static final long EVALUATIONS_OF_ONE_OF_MANY = 2_500_000;

  private static final long ENUMERATED = 20_000_000;

  @Mixin private SpaceOptions spaceOptions;

  @Option(
      names = "--kernel",
      paramLabel = "NAME|FILE|none",
      description =
          "The kernel whose parameters are searched: a name from \"list kernels\", a JSON file, or"
              + " none for any schedule that the accelerator's requirements allow. By default the"
              + " kernels that the accelerator names, as far as they can do the layer; none if"
              + " there are none, or with --strategy, --space, --start, --param, --audit,"
              + " --what-if or --level.")
  private String kernel;

  @Option(
      names = "--any-tile",
      description = "Also schedules that break the accelerator's own requirements.")
  private boolean anyTile;

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "The search method: a name from \"list strategies\"; auto by default.")
  private String strategy;

  @Option(
      names = "--objective",
      paramLabel = "METRIC[,METRIC]",
      description =
          "What to minimise, most important first: latency, energy, edp, traffic, footprint;"
              + " latency,energy by default.")
  private List<String> objective = new ArrayList<>();

  @Option(
      names = "--tolerance",
      paramLabel = "PERCENT",
      description =
          "Values of the objective in the same step of this size, such as 1%%, count as equal, so"
              + " among equally fast schedules the one with least energy is best. 0.1%% by"
              + " default, 0 with a single metric: values are then compared to twelve digits.")
  private String tolerance;

  @Option(
      names = "--evaluations",
      paramLabel = "N",
      description =
          "At most N evaluations; by default 10 million (some ten seconds of a proof), 300,000 with"
              + " a mask or a queue, or 20 million with strategy exhaustive. With --seconds, no"
              + " limit by default.")
  private Long evaluations;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "At most S seconds; results then depend on the machine.")
  private Double seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The seed of every random choice; 1 by default.")
  private long seed;

  @Option(names = "--start", paramLabel = "FILE", description = "A schedule to start from.")
  private Path start;

  @Option(
      names = "--audit",
      paramLabel = "N",
      description =
          "To check a finished proof, exact strategies evaluate N of the points that they ruled"
              + " out: random ones, and climbs from these.")
  private Integer audit;

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description = "A parameter of the strategy; may be repeated.")
  private List<String> parameters = new ArrayList<>();

  /** The plan for a target. */
  SearchPlan plan(Target target) {
    OptionRules.requireAtLeast("--evaluations", evaluations, 1);
    OptionRules.requireSeconds(seconds);
    CostModel model = spaceOptions.model();
    Objective wanted = objective();
    SearchStrategy chosen = Strategies.named(strategy);
    SearchSetting setting =
        new SearchSetting(
            model.name(),
            spaceOptions.space(),
            restrictions(target.accelerator(), model),
            wanted,
            chosen.name(),
            parameters(),
            seed,
            budget(chosen, target.accelerator(), target.workload()),
            start(target));
    return new SearchPlan(target.accelerator(), target.workload(), setting, model, chosen);
  }

  /** Those of the accelerator, then the user's. Model flat has no decisions for the former. */
  private List<String> restrictions(Accelerator accelerator, CostModel model) {
    List<String> all = new ArrayList<>();
    if (!anyTile && !model.name().equals(FlatModel.NAME)) {
      all.addAll(ScheduleRules.of(accelerator));
    }
    all.addAll(spaceOptions.restrictions());
    return all;
  }

  /**
   * The kernels to search; empty if any schedule will do.
   *
   * @param target what the layer and the chip are
   * @param generalOption an option that was given and that no kernel has use for, if there is one
   */
  List<KernelOnChip> kernels(Target target, Optional<String> generalOption) {
    if (kernel == null) {
      boolean isRated = !spaceOptions.model().name().equals(FlatModel.NAME);
      return generalOption.isPresent() || !isRated
          ? List.of()
          : KernelSearch.ofChip(target.accelerator(), target.workload());
    }
    if (kernel.equals(NO_KERNEL)) {
      return List.of();
    }
    if (generalOption.isPresent()) {
      throw new InvalidInputException(
          "--kernel: of a kernel, every choice of parameters is looked at, so %s has no meaning. Leave one of them out, or take --kernel none."
              .formatted(generalOption.get()));
    }
    return List.of(KernelOnChip.of(Kernel.named(kernel), target.accelerator(), target.workload()));
  }

  private Objective objective() {
    List<String> metrics = objective.isEmpty() ? Objective.DEFAULT.metrics() : metrics();
    for (String metric : metrics) {
      if (!AttentionProblem.METRICS.contains(metric)) {
        throw new InvalidInputException(
            "--objective: there is no metric \"%s\". %s"
                .formatted(metric, NearestNames.advice(metric, AttentionProblem.METRICS)));
      }
      if (metrics.indexOf(metric) != metrics.lastIndexOf(metric)) {
        throw new InvalidInputException(
            "--objective: the metric " + metric + " is given twice; leave one of them out.");
      }
    }
    Objective byDefault = Objective.byDefault(metrics);
    return tolerance == null ? byDefault : byDefault.within(tolerance());
  }

  /**
   * The metrics, split here because picocli drops an empty last part: {@code latency,} may be an
   * unfinished {@code latency,energy}.
   */
  private List<String> metrics() {
    List<String> metrics = new ArrayList<>();
    for (String value : objective) {
      List<String> some = List.of(value.split(",", -1));
      if (some.contains("")) {
        throw new InvalidInputException(
            "--objective: must be metrics with one comma between them, such as latency,energy,"
                + " found \""
                + value
                + "\".");
      }
      metrics.addAll(some);
    }
    return metrics;
  }

  private Tolerance tolerance() {
    try {
      return Tolerance.parse(tolerance);
    } catch (InvalidInputException e) {
      throw new InvalidInputException("--tolerance: " + e.getMessage(), e);
    }
  }

  /**
   * The budget of one of many searches: smaller than that of a single one, unless the user gave it.
   */
  Budget budgetOfOneOfMany(SearchPlan plan) {
    return hasBudget()
        ? plan.budget()
        : Budget.ofEvaluations(byDefault(plan.strategy(), EVALUATIONS_OF_ONE_OF_MANY));
  }

  /** Whether the user gave a budget. */
  boolean hasBudget() {
    return evaluations != null || seconds != null;
  }

  private Budget budget(
      SearchStrategy chosen, Accelerator accelerator, AttentionWorkload workload) {
    long most =
        SearchPlan.hasUnlikeTiles(accelerator, workload)
            ? EVALUATIONS_OF_UNLIKE_TILES
            : EVALUATIONS;
    long limit =
        evaluations != null
            ? evaluations
            : seconds != null ? Long.MAX_VALUE : byDefault(chosen, most);
    return new Budget(limit, seconds == null ? Double.POSITIVE_INFINITY : seconds);
  }

  /** The default number of evaluations; {@code exhaustive} is to enumerate the whole space. */
  private static long byDefault(SearchStrategy strategy, long ofOthers) {
    return strategy.name().equals("exhaustive") ? ENUMERATED : ofOthers;
  }

  private Map<String, String> parameters() {
    Map<String, String> values = new TreeMap<>();
    for (String parameter : parameters) {
      int equals = parameter.indexOf('=');
      if (equals < 1) {
        throw new InvalidInputException(
            "--param: must be a name and a value, such as population=100, found \""
                + parameter
                + "\".");
      }
      put(values, parameter.substring(0, equals), parameter.substring(equals + 1));
    }
    if (audit != null) {
      OptionRules.requireAtLeast("--audit", audit, 0);
      put(values, AUDIT, audit.toString());
    }
    return values;
  }

  /** A strategy's complaint about a parameter, with the option that gave the parameter. */
  InvalidInputException refusal(InvalidParameterException complaint, SearchStrategy by) {
    boolean isAudit = audit != null && complaint.parameter().equals(AUDIT);
    return new InvalidInputException(
        (isAudit ? "--audit" : "--param")
            + ": strategy '"
            + by.name()
            + "': "
            + complaint.getMessage(),
        complaint);
  }

  private static void put(Map<String, String> values, String name, String value) {
    if (values.put(name, value) != null) {
      throw new InvalidInputException(
          "--param: the parameter " + name + " is given twice; leave one of them out.");
    }
  }

  private Optional<AttentionSchedule> start(Target target) {
    if (start == null) {
      return Optional.empty();
    }
    return Optional.of(ScheduleFile.read(start).fittedTo(target).document().schedule());
  }
}
