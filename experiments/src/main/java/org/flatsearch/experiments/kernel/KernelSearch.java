package org.flatsearch.experiments.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.experiments.search.CostMetrics;
import org.flatsearch.experiments.search.ScheduleRefinement;
import org.flatsearch.experiments.search.ScheduleRules;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.goal.Trace;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.search.Restriction;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Looks at every choice of parameters of some kernels, so that the best is proven to be the best of
 * all. If the model gives a lower bound, the walker then replays variants in the order of their
 * bounds, as long as one may be better than the best replay.
 */
public final class KernelSearch {
  /** In documents, in place of a space and a strategy. */
  public static final String SPACE = "kernels";

  private static final String STRATEGY = "every";
  private static final String KERNEL = "kernel";

  /** The most steps that the walker plays together before no other variant is replayed. */
  private static final long MOST_STEPS = 2_000_000;

  /**
   * A choice of parameters.
   *
   * @param parameters by name, in the order of the kernel's document
   * @param seconds what it is predicted to take
   */
  public record Choice(Map<String, Integer> parameters, double seconds) {}

  /**
   * The fastest choices of parameters.
   *
   * @param choices the fastest first
   * @param boundSeconds no choice takes less
   * @param model the model that predicts all of them
   */
  public record Fastest(List<Choice> choices, double boundSeconds, String model) {}

  /** A variant that fits, by the model of the search. */
  record Rated(Variant variant, double seconds, double[] values) {}

  private final SearchPlan plan;
  private final List<KernelOnChip> kernels;

  /**
   * @param plan what is searched; of its setting, model, restrictions and objective count
   * @param kernels the kernels, on the chip of the plan
   */
  public KernelSearch(SearchPlan plan, List<KernelOnChip> kernels) {
    this.plan = plan;
    this.kernels = List.copyOf(kernels);
  }

  /** The search for the fastest variants of a kernel, under the rules of its chip's hardware. */
  public static KernelSearch forTime(KernelOnChip kernel) {
    SearchSetting setting =
        new SearchSetting(
            ScheduleRefinement.BOUND,
            SPACE,
            ScheduleRules.of(kernel.chip()),
            Objective.of("latency", "energy"),
            "random",
            Map.of(),
            1,
            Budget.ofEvaluations(1),
            Optional.empty());
    return new KernelSearch(
        SearchPlan.of(kernel.chip(), kernel.workload(), setting), List.of(kernel));
  }

  /** The kernels that users of a chip run and that can do a layer. */
  public static List<KernelOnChip> ofChip(Accelerator chip, AttentionWorkload layer) {
    List<KernelOnChip> kernels = new ArrayList<>();
    for (Accelerator.KernelUse use : chip.usage().kernels()) {
      Kernel kernel = Kernel.named(use.kernel());
      boolean isMeant = Kernel.Layers.named(use.layers()).have(layer);
      if (isMeant && kernel.refusal(layer).isEmpty()) {
        kernels.add(KernelOnChip.of(kernel, chip, layer));
      }
    }
    return kernels;
  }

  /** The kernel and its parameters in words, of a result of such a search; empty of others. */
  public static Optional<String> describe(SearchSetting setting) {
    if (!setting.space().equals(SPACE)) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>(setting.parameters());
    StringBuilder text = new StringBuilder(parameters.remove(KERNEL)).append(':');
    parameters.forEach(
        (name, value) -> text.append(' ').append(name).append(' ').append(value).append(','));
    return Optional.of(text.substring(0, text.length() - 1));
  }

  /**
   * Searches.
   *
   * @param walker replays variants; not asked if the model is no bound of it
   * @param replays the most replays
   * @param isCancelled asked between variants
   * @throws InvalidInputException if no variant is allowed, or none fits
   */
  public ResultDocument run(CostModel walker, int replays, BooleanSupplier isCancelled) {
    long begin = System.nanoTime();
    List<Rated> rated = new ArrayList<>();
    int variants = rate(rated, isCancelled);
    Replays replayed = replay(rated, walker, replays, 1, isCancelled);
    Optional<Chosen> best =
        replayed.made().stream()
            .min(
                Comparator.comparing(
                    chosen -> chosen.replay().replayed(),
                    (a, b) -> CostMetrics.compare(a, b, plan.objective())));
    Optimality proof =
        best.filter(chosen -> replayed.all())
            .map(chosen -> proof(chosen, walker))
            .orElseGet(() -> optimality(rated.get(0)));
    Variant variant = best.map(chosen -> chosen.rated().variant()).orElse(rated.get(0).variant());
    RatedSchedule found =
        RatedSchedule.of(
            variant.schedule(), plan.model(), variant.accelerator(), variant.workload());
    return new ResultDocument(
        variant.accelerator(),
        variant.workload(),
        OptionalInt.of(plan.model().version()),
        setting(variant),
        variants,
        (System.nanoTime() - begin) / 1e9,
        isCancelled.getAsBoolean() ? Stop.CANCELLED : Stop.COMPLETE,
        Optional.of(found),
        new Optimality(proof.model(), proof.status(), proof.lowerBound(), gap(found, proof)),
        List.of(),
        new Trace(List.of(), List.of()),
        Map.of(),
        best.map(chosen -> verification(chosen, walker, replayed.made().size(), proof)),
        List.of());
  }

  /**
   * The fastest choices of parameters as a search recommends them: as the walker replays them, or
   * all by the model of the search where the walker cannot replay enough of them.
   *
   * @param count how many, if there are as many
   * @throws InvalidInputException if no variant is allowed, or none fits
   */
  public Fastest fastest(CostModel walker, int count) {
    List<Rated> rated = new ArrayList<>();
    rate(rated, () -> false);
    Replays replayed = replay(rated, walker, Integer.MAX_VALUE, count, () -> false);
    double bound = rated.get(0).values()[0];
    if (!replayed.all() && replayed.made().size() < count) {
      List<Choice> choices =
          rated.stream()
              .limit(count)
              .map(each -> new Choice(each.variant().parameters(), each.values()[0]))
              .toList();
      return new Fastest(choices, bound, plan.model().name());
    }
    List<Choice> choices =
        replayed.made().stream()
            .sorted(Comparator.comparingDouble(each -> each.seconds(plan.objective())))
            .limit(count)
            .map(
                each ->
                    new Choice(each.rated().variant().parameters(), each.seconds(plan.objective())))
            .toList();
    double least = choices.get(0).seconds();
    return new Fastest(choices, replayed.all() ? least : Math.min(least, bound), walker.name());
  }

  /** All variants that fit, the best first. */
  List<Rated> rated() {
    List<Rated> rated = new ArrayList<>();
    rate(rated, () -> false);
    return rated;
  }

  /** Rates all variants that fit, the best first, and counts those that are allowed. */
  private int rate(List<Rated> rated, BooleanSupplier isCancelled) {
    int variants = 0;
    for (KernelOnChip kernel : kernels) {
      for (Variant variant : kernel.variants()) {
        if (isAllowed(variant) && !isCancelled.getAsBoolean()) {
          variants++;
          rate(variant).ifPresent(rated::add);
        }
      }
    }
    if (rated.isEmpty()) {
      throw new InvalidInputException(
          ("no choice of parameters of %s %s '%s' on %s. Relax --require, choose another --kernel,"
                  + " or --kernel none.")
              .formatted(
                  String.join(", ", kernels.stream().map(each -> each.kernel().name()).toList()),
                  variants == 0 ? "is allowed for" : "fits for",
                  plan.workload().name(),
                  plan.accelerator().name()));
    }
    rated.sort(Comparator.comparing(Rated::values, plan.objective()::compare));
    return variants;
  }

  private boolean isAllowed(Variant variant) {
    for (String text : plan.setting().restrictions()) {
      Restriction rule = ScheduleRules.parse(text, variant.workload());
      if (ScheduleRules.breaks(rule, variant.schedule())) {
        return false;
      }
    }
    return true;
  }

  private Optional<Rated> rate(Variant variant) {
    LoopNest nest = new LoopNest();
    nest.set(variant.schedule());
    CostSheet sheet = new CostSheet();
    boolean fits;
    try {
      fits =
          plan.model().bind(variant.accelerator(), variant.workload()).evaluateIfFits(nest, sheet);
    } catch (InvalidInputException e) {
      return Optional.empty(); // the model cannot rate it
    }
    double[] all = new double[AttentionProblem.METRICS.size()];
    AttentionProblem.readMetrics(sheet, all);
    Objective objective = plan.objective();
    int[] indexes = objective.indexesIn(AttentionProblem.METRICS, SPACE);
    double[] values = new double[indexes.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = all[indexes[k]];
    }
    return fits ? Optional.of(new Rated(variant, sheet.latencySeconds, values)) : Optional.empty();
  }

  /** A variant that the walker has replayed. */
  private record Chosen(Rated rated, Replay replay) {
    double seconds(Objective objective) {
      return CostMetrics.value(replay.replayed(), objective.metrics().get(0));
    }
  }

  /**
   * Replays of variants.
   *
   * @param all whether every other variant is no better than the wanted ones, by its bound
   */
  private record Replays(List<Chosen> made, boolean all) {}

  private Replays replay(
      List<Rated> rated, CostModel walker, int replays, int wanted, BooleanSupplier isCancelled) {
    List<Chosen> replayed = new ArrayList<>();
    if (!ScheduleRefinement.isBound(plan.model().name())) {
      return new Replays(replayed, false);
    }
    Objective objective = plan.objective();
    PriorityQueue<double[]> least =
        new PriorityQueue<>((a, b) -> objective.compare(b, a)); // the worst of the wanted first
    long steps = 0;
    for (Rated each : rated) {
      boolean mayBeBetter =
          least.size() < wanted || objective.compare(each.values(), least.peek()) < 0;
      if (!mayBeBetter) {
        break;
      }
      if (replayed.size() >= replays || steps > MOST_STEPS || isCancelled.getAsBoolean()) {
        return new Replays(replayed, false);
      }
      Variant variant = each.variant();
      try {
        CostSheet sheet = new CostSheet();
        LoopNest nest = new LoopNest();
        nest.set(variant.schedule());
        walker.bind(variant.accelerator(), variant.workload()).evaluate(nest, sheet);
        steps += sheet.playedSteps;
        RatedSchedule closed =
            RatedSchedule.of(
                variant.schedule(), plan.model(), variant.accelerator(), variant.workload());
        Replay replay =
            new Replay(
                OptionalInt.of(rated.indexOf(each) + 1),
                variant.schedule(),
                closed.cost(),
                org.flatsearch.cost.Cost.of(sheet));
        Chosen chosen = new Chosen(each, replay);
        replayed.add(chosen);
        least.add(CostMetrics.values(replay.replayed(), objective));
        if (least.size() > wanted) {
          least.remove();
        }
      } catch (InvalidInputException | CancellationException e) {
        return new Replays(replayed, false); // the walk takes too long, and so will others
      }
    }
    return new Replays(replayed, true);
  }

  private Optimality optimality(Rated best) {
    // The further metrics are those of the best; others may have less of them alone.
    return proven(plan.model(), best.values());
  }

  /** No variant is better than this one by the walker: all that may be have been replayed. */
  private Optimality proof(Chosen best, CostModel walker) {
    return proven(walker, CostMetrics.values(best.replay().replayed(), plan.objective()));
  }

  private Optimality proven(CostModel model, double[] values) {
    List<Double> bound = Arrays.stream(plan.objective().floor(values)).boxed().toList();
    return new Optimality(model.name(), Status.PROVEN, bound, OptionalDouble.of(0));
  }

  private OptionalDouble gap(RatedSchedule found, Optimality first) {
    double value = CostMetrics.value(found.cost(), plan.objective().metrics().get(0));
    return Optimality.gap(value, first.lowerBound());
  }

  private Verification verification(Chosen best, CostModel walker, int replays, Optimality first) {
    String metric = plan.objective().metrics().get(0);
    return new Verification(
        walker.name(),
        OptionalInt.of(walker.version()),
        List.of(best.replay()),
        List.of(),
        Optimality.gap(CostMetrics.value(best.replay().replayed(), metric), first.lowerBound()),
        Optional.of(new Verification.Refinement(replays, 0)));
  }

  private SearchSetting setting(Variant variant) {
    SearchSetting given = plan.setting();
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put(KERNEL, variant.kernel().name());
    variant.parameters().forEach((name, value) -> parameters.put(name, value.toString()));
    return new SearchSetting(
        given.model(),
        SPACE,
        given.restrictions(),
        given.objective(),
        STRATEGY,
        parameters,
        given.seed(),
        given.budget(),
        Optional.empty());
  }
}
