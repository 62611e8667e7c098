package org.flatsearch.experiments.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.ModelFailedException;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.catalogue.CatalogueDocument;
import org.flatsearch.results.catalogue.CatalogueEntry;
import org.flatsearch.results.catalogue.CatalogueObjective;
import org.flatsearch.results.catalogue.ReplayedSchedule;
import org.flatsearch.results.catalogue.ScheduleCatalogue;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Evaluates every entry of a catalogue again.
 *
 * <p>The model of the search has to give exactly the figures of the entry, under the same version.
 * The walker, which executes the schedule, has to give the same traffic by tensor and the same
 * footprint, and at least the latency; it is heard only of schedules of at most {@value
 * #MOST_TILES} tiles, a number and no time, so that it is of the same ones everywhere. Of the
 * schedule that is handed over, it has to give exactly the figures that are stated, and those may
 * not be worse than what the search found. An accelerator that ships has to be the one of the
 * document. What is proven may not contradict what was found.
 */
public final class CatalogueCheck {
  /**
   * So many are walked within seconds; of larger ones, some take a quarter of a minute and fail.
   */
  private static final long MOST_TILES = 4_000_000;

  /** Sums of many terms, added up in different orders. */
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
   * @param walkExcess how much more latency the walker needs than the model says, as a fraction of
   *     the walker's, of each entry that the walker was heard of
   * @param gaps how far the schedules that are handed over for latency or the product of latency
   *     and energy are above what is proven, as a fraction of that
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

  private record Finding(OptionalDouble walkExcess, List<String> differences) {}

  /**
   * Checks all entries.
   *
   * @param threads entries that are checked at a time
   */
  public Report of(ScheduleCatalogue catalogue, int threads) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Finding>> findings = new ArrayList<>();
      List<String> differences = new ArrayList<>();
      for (CatalogueDocument document : catalogue.documents()) {
        differences.addAll(Shipped.differences(document));
        for (CatalogueEntry entry : document.entries()) {
          findings.add(pool.submit(() -> check(document.accelerator(), entry)));
        }
      }
      List<Double> walkExcess = new ArrayList<>();
      List<Double> gaps = new ArrayList<>();
      catalogue.documents().stream()
          .flatMap(document -> document.entries().stream())
          .filter(entry -> entry.objective() != CatalogueObjective.ENERGY)
          .forEach(entry -> entry.gap().ifPresent(gaps::add));
      for (Future<Finding> future : findings) {
        Finding finding = future.get();
        finding.walkExcess().ifPresent(walkExcess::add);
        differences.addAll(finding.differences());
      }
      return new Report(findings.size(), walkExcess, gaps, differences);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the check was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private Finding check(Accelerator accelerator, CatalogueEntry entry) {
    Differences found = new Differences(accelerator.name(), entry);
    found.exact("model", entry.model(), model.name());
    found.exact("model version", entry.modelVersion(), model.version());
    proof(entry, found);
    search(accelerator, entry, found);
    Optional<Cost> walk = walk(accelerator, entry, entry.searched().schedule(), found);
    walk.ifPresent(cost -> walked(entry.searched().cost(), cost, found));
    entry.replayed().ifPresent(replayed -> replay(accelerator, entry, replayed, walk, found));
    OptionalDouble excess =
        walk.isPresent()
            ? OptionalDouble.of(
                1 - entry.searched().cost().latencySeconds() / walk.get().latencySeconds())
            : OptionalDouble.empty();
    return new Finding(excess, found.sentences());
  }

  private void search(Accelerator accelerator, CatalogueEntry entry, Differences found) {
    RatedSchedule searched = entry.searched();
    rate(accelerator, entry, searched.schedule(), found)
        .filter(cost -> !cost.equals(searched.cost()))
        .ifPresent(cost -> found.costs(searched.cost(), cost));
  }

  /** What the model of the search says; empty, and told, if it refuses. */
  private Optional<Cost> rate(
      Accelerator accelerator,
      CatalogueEntry entry,
      AttentionSchedule schedule,
      Differences found) {
    try {
      return Optional.of(RatedSchedule.of(schedule, model, accelerator, entry.workload()).cost());
    } catch (InvalidInputException e) {
      found.add(e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Checks what is handed over.
   *
   * @param searched what the walker says of what the search found, if it was heard
   */
  private void replay(
      Accelerator accelerator,
      CatalogueEntry entry,
      ReplayedSchedule replayed,
      Optional<Cost> searched,
      Differences found) {
    Cost stated = replayed.rated().cost();
    AttentionSchedule schedule = replayed.rated().schedule();
    found.exact("model that replays", replayed.model(), walker.name());
    found.exact("version of the model that replays", replayed.modelVersion(), walker.version());
    if (!stated.isFeasible()) {
      found.add("the replayed schedule does not fit the buffer");
    }
    walk(accelerator, entry, schedule, found)
        .filter(cost -> !cost.equals(stated))
        .ifPresent(cost -> found.costs(stated, cost));
    rate(accelerator, entry, schedule, found).ifPresent(cost -> walked(cost, stated, found));
    if (searched.isPresent() && entry.objective().compare(stated, searched.get()) > 0) {
      found.add("the replayed schedule is worse than the one that the search found");
    }
    List<Double> bound = entry.optimality().lowerBound();
    if (!bound.isEmpty()) {
      lowerBound(bound.get(0), "replayed figure", entry.objective().values(stated).get(0), found);
    }
  }

  private static void proof(CatalogueEntry entry, Differences found) {
    List<Double> bound = entry.optimality().lowerBound();
    Cost cost = entry.searched().cost();
    List<Double> values = entry.objective().values(cost);
    if (!cost.isFeasible()) {
      found.add("the schedule does not fit the buffer");
    }
    if (bound.isEmpty()) {
      if (entry.isProven()) {
        found.add("it is called proven, but no lower bound is stated");
      }
      return;
    }
    lowerBound(bound.get(0), "figure", values.get(0), found);
    if (entry.isProven() && bound.size() != values.size()) {
      found.add("the lower bound " + bound + " is not of " + entry.objective().metrics());
    } else if (entry.isProven()) {
      for (int k = 0; k < bound.size(); k++) {
        found.close("proven optimum", values.get(k), bound.get(k), ROUNDING);
      }
    }
  }

  private static void lowerBound(double bound, String what, double figure, Differences found) {
    if (bound > figure * (1 + ROUNDING)) {
      found.add("the lower bound " + bound + " exceeds the " + what + " " + figure);
    }
  }

  private static void walked(Cost bound, Cost walk, Differences found) {
    found.exact("traffic", bound.trafficBytesByTensor(), walk.trafficBytesByTensor());
    found.exact("footprint", bound.footprintBytes(), walk.footprintBytes());
    found.close("energy", bound.energyJoules(), walk.energyJoules(), ROUNDING);
    if (walk.latencySeconds() < bound.latencySeconds() * (1 - ROUNDING)) {
      found.add(
          "walked latency "
              + walk.latencySeconds()
              + " s is below the bound "
              + bound.latencySeconds()
              + " s of the entry");
    }
  }

  /** What the walker says; empty if there are too many tiles for it. */
  private Optional<Cost> walk(
      Accelerator accelerator,
      CatalogueEntry entry,
      AttentionSchedule schedule,
      Differences found) {
    if (tiles(schedule, entry.workload()) > mostTiles) {
      return Optional.empty();
    }
    try {
      return Optional.of(RatedSchedule.of(schedule, walker, accelerator, entry.workload()).cost());
    } catch (InvalidInputException e) {
      // It has a limit of its own, of steps, as some tiles take it several.
      return Optional.empty();
    } catch (ModelFailedException e) {
      found.add("the walk fails: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** The DRAM tiles of both stages. */
  private static double tiles(AttentionSchedule schedule, AttentionWorkload workload) {
    double all = 0;
    for (Stage stage : Stage.values()) {
      double tiles = 1;
      for (Dimension dimension : stage.dimensions()) {
        tiles *=
            Math.ceil((double) Extents.of(workload, dimension) / schedule.tile(stage, dimension));
      }
      all += tiles;
    }
    return all;
  }
}
