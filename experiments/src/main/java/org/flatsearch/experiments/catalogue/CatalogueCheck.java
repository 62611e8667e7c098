package org.flatsearch.experiments.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModel;
import org.flatsearch.experiments.run.Tasks;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.catalogue.CatalogueDocument;
import org.flatsearch.results.catalogue.CatalogueEntry;
import org.flatsearch.results.catalogue.CatalogueObjective;
import org.flatsearch.results.catalogue.ScheduleCatalogue;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;

/**
 * Evaluates every entry of a catalogue again.
 *
 * <p>The model of the search has to give exactly the figures of the entry, under the same version.
 * The walker, which executes the schedule, has to give the same traffic by tensor and the same
 * footprint, and at least the latency. It is asked only about schedules of at most {@value
 * #MOST_TILES} tiles: a number rather than a time, so that every machine checks the same ones. For
 * the schedule that is handed over, it has to give exactly the figures that are stated, and those
 * may not be worse than what the search found. A document's accelerator and workloads have to be
 * those that ship under their names. What is proven may not contradict what was found, for this or
 * another objective of the workload.
 */
public final class CatalogueCheck {
  /**
   * This many tiles are walked within seconds; some larger schedules take a quarter of a minute and
   * fail.
   */
  private static final long MOST_TILES = 4_000_000;

  /** Relative; models may sum many terms in different orders. */
  private static final double ROUNDING = 1e-9;

  private final CostModel model;
  private final CostModel walker;
  private final long mostTiles;

  /**
   * @param model the model of the search
   * @param walker the reference
   */
  public CatalogueCheck(CostModel model, CostModel walker) {
    this(model, walker, MOST_TILES);
  }

  CatalogueCheck(CostModel model, CostModel walker, long mostTiles) {
    this.model = model;
    this.walker = walker;
    this.mostTiles = mostTiles;
  }

  /**
   * What the check found.
   *
   * @param entries entries in all
   * @param walkExcess how much more latency the walker gives than the model, as a fraction of the
   *     walker's, for each entry that was walked
   * @param gaps how far the schedules that are handed over for latency or the energy-delay product
   *     are above the proven bound, as a fraction of the bound
   * @param differences a sentence for each difference
   */
  public record Report(
      int entries, List<Double> walkExcess, List<Double> gaps, List<String> differences) {
    public Report {
      walkExcess = List.copyOf(walkExcess);
      gaps = List.copyOf(gaps);
      differences = List.copyOf(differences);
    }
  }

  /**
   * Checks all entries.
   *
   * @param threads entries that are checked at once
   */
  public Report of(ScheduleCatalogue catalogue, int threads) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Optional<Double>>> checks = new ArrayList<>();
      List<String> differences = Collections.synchronizedList(new ArrayList<>());
      for (CatalogueDocument document : catalogue.documents()) {
        differences.addAll(otherFigures(document));
        differences.addAll(refutations(document));
        for (CatalogueEntry entry : document.entries()) {
          String name = name(document, entry.workload(), entry.objective());
          Accelerator accelerator = document.accelerator();
          checks.add(
              pool.submit(
                  () ->
                      check(accelerator, entry, difference -> differences.add(name + difference))));
        }
      }
      List<Double> walkExcess = new ArrayList<>();
      List<Double> gaps = new ArrayList<>();
      catalogue.documents().stream()
          .flatMap(document -> document.entries().stream())
          .filter(entry -> entry.objective() != CatalogueObjective.ENERGY)
          .forEach(entry -> entry.gap().ifPresent(gaps::add));
      for (Future<Optional<Double>> check : checks) {
        Tasks.get(check).ifPresent(walkExcess::add);
      }
      return new Report(checks.size(), walkExcess, gaps, differences);
    } finally {
      pool.shutdownNow();
    }
  }

  /**
   * Checks one entry.
   *
   * @return how much more latency the walker gives than the model, as a fraction of the walker's;
   *     empty if the schedule was not walked
   */
  private Optional<Double> check(
      Accelerator accelerator, CatalogueEntry entry, Consumer<String> differences) {
    if (!entry.model().equals(model.name()) || entry.modelVersion() != model.version()) {
      differences.accept(
          "it is by version %s of model %s, this is version %s of %s."
              .formatted(entry.modelVersion(), entry.model(), model.version(), model.name()));
    }
    checkProof(entry, differences);
    Cost stated = entry.searched().cost();
    AttentionSchedule schedule = entry.searched().schedule();
    requireSame(
        "the cost",
        stated,
        RatedSchedule.of(schedule, model, accelerator, entry.workload()).cost(),
        differences);
    Optional<Cost> walk = walk(accelerator, entry, schedule, differences);
    walk.ifPresent(cost -> requireBound(stated, cost, differences));
    entry
        .replayed()
        .ifPresent(
            replayed -> {
              Cost cost = replayed.rated().cost();
              walk(accelerator, entry, replayed.rated().schedule(), differences)
                  .ifPresent(now -> requireSame("the replayed cost", cost, now, differences));
              if (walk.isPresent() && entry.objective().compare(cost, walk.get()) > 0) {
                differences.accept(
                    "the replayed schedule is worse than the one that the search found.");
              }
            });
    return walk.map(cost -> 1 - stated.latencySeconds() / cost.latencySeconds());
  }

  private static void checkProof(CatalogueEntry entry, Consumer<String> differences) {
    List<Double> bound = entry.optimality().lowerBound();
    List<Double> values = entry.objective().values(entry.searched().cost());
    if (!entry.searched().cost().isFeasible() || !entry.cost().isFeasible()) {
      differences.accept("the schedule does not fit the buffer.");
    }
    double figure = entry.objective().values(entry.cost()).get(0);
    if (!bound.isEmpty() && bound.get(0) > Math.min(figure, values.get(0)) * (1 + ROUNDING)) {
      differences.accept("the lower bound " + bound + " exceeds what was found.");
    }
    Tolerance tolerance = entry.objective().objective().tolerance();
    boolean isReached =
        bound.size() == values.size()
            && IntStream.range(0, bound.size())
                .allMatch(k -> tolerance.floor(values.get(k)) <= bound.get(k) * (1 + ROUNDING));
    if (entry.isProven() && !isReached) {
      differences.accept("what is proven is " + bound + ", but the schedule has " + values + ".");
    }
  }

  private static void requireSame(
      String what, Cost stated, Cost now, Consumer<String> differences) {
    if (!stated.equals(now)) {
      differences.accept("%s is %s now, not %s.".formatted(what, text(now), text(stated)));
    }
  }

  private static String text(Cost cost) {
    return "%s s, %s J, %s bytes moved, %s bytes held"
        .formatted(
            cost.latencySeconds(), cost.energyJoules(), cost.trafficBytes(), cost.footprintBytes());
  }

  /** Requires that the walker moves the same as the model says, and takes no less. */
  private static void requireBound(Cost bound, Cost walk, Consumer<String> differences) {
    if (!bound.trafficBytesByTensor().equals(walk.trafficBytesByTensor())
        || bound.footprintBytes() != walk.footprintBytes()
        || Math.abs(bound.energyJoules() - walk.energyJoules()) > ROUNDING * bound.energyJoules()
        || walk.latencySeconds() < bound.latencySeconds() * (1 - ROUNDING)) {
      differences.accept(
          "model and walker contradict each other: %s and %s.".formatted(text(bound), text(walk)));
    }
  }

  /** The cost by the walker; empty if there are too many tiles or steps for it. */
  private Optional<Cost> walk(
      Accelerator accelerator,
      CatalogueEntry entry,
      AttentionSchedule schedule,
      Consumer<String> differences) {
    if (tiles(schedule, entry.workload()) > mostTiles) {
      return Optional.empty();
    }
    try {
      return Optional.of(RatedSchedule.of(schedule, walker, accelerator, entry.workload()).cost());
    } catch (InvalidInputException e) {
      return Optional.empty();
    } catch (PlugInFailedException e) {
      differences.accept("the walk fails: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** The DRAM tiles of both stages. */
  private static double tiles(AttentionSchedule schedule, AttentionWorkload workload) {
    double all = 0;
    for (Stage stage : Stage.values()) {
      all +=
          stage.dimensions().stream()
              .mapToDouble(
                  dimension ->
                      Extents.tiles(
                          Extents.of(workload, dimension), schedule.tile(stage, dimension)))
              .reduce(1, (x, y) -> x * y);
    }
    return all;
  }

  /** A sentence for each accelerator and workload of the document that ships with other figures. */
  private static Set<String> otherFigures(CatalogueDocument document) {
    Set<String> differences = new LinkedHashSet<>();
    String name = document.accelerator().name();
    if (SpecCatalogue.acceleratorNames().contains(name)
        && !SpecCatalogue.accelerator(name).hasFiguresOf(document.accelerator())) {
      differences.add(name + ": the accelerator that ships has other figures");
    }
    for (CatalogueEntry entry : document.entries()) {
      AttentionWorkload workload = entry.workload();
      if (SpecCatalogue.workloadNames().contains(workload.name())
          && !SpecCatalogue.workload(workload.name()).hasFiguresOf(workload)) {
        differences.add(
            name + ": the workload " + workload.name() + " that ships has other figures");
      }
    }
    return differences;
  }

  /** A sentence for each proof that the schedule of another entry of its workload refutes. */
  private static List<String> refutations(CatalogueDocument document) {
    List<String> differences = new ArrayList<>();
    for (CatalogueEntry entry : document.entries()) {
      ofWorkload(document, entry)
          .filter(other -> refutes(other, entry))
          .forEach(
              other ->
                  differences.add(
                      name(document, entry.workload(), entry.objective())
                          + "what is proven is refuted by the schedule for "
                          + other.objective().metrics()
                          + ", which has "
                          + entry.objective().values(other.searched().cost())
                          + "."));
    }
    return differences;
  }

  /** Whether a schedule is better than is proven possible; only figures of one model compare. */
  private static boolean refutes(CatalogueEntry other, CatalogueEntry entry) {
    Cost found = other.searched().cost();
    return entry.isProven()
        && found.isFeasible()
        && other.model().equals(entry.model())
        && other.modelVersion() == entry.modelVersion()
        && entry.objective().compare(found, entry.searched().cost()) < 0;
  }

  private static Stream<CatalogueEntry> ofWorkload(CatalogueDocument document, CatalogueEntry of) {
    return document.entries().stream()
        .filter(entry -> entry.workload().hasFiguresOf(of.workload()));
  }

  private static String name(
      CatalogueDocument document, AttentionWorkload workload, CatalogueObjective objective) {
    return String.format(
        "%s, %s, %s: ", document.accelerator().name(), workload.name(), objective.metrics());
  }
}
