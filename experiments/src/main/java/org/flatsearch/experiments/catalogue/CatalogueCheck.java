package org.flatsearch.experiments.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.catalogue.CatalogueDocument;
import org.flatsearch.results.catalogue.CatalogueEntry;
import org.flatsearch.results.catalogue.ScheduleCatalogue;
import org.flatsearch.spec.Accelerator;

/**
 * Evaluates every entry of a catalogue again.
 *
 * <p>The model of the search has to give exactly the figures of the entry, under the same version.
 * The walker, which executes the schedule, has to give the same traffic by tensor and the same
 * footprint, and at least the latency; it is heard only where it is done within {@value
 * #WALK_SECONDS} s. An accelerator that ships has to be the one of the document. What is proven may
 * not contradict what was found.
 */
public final class CatalogueCheck {
  private static final int WALK_SECONDS = 1;

  /** Sums of many terms, added up in different orders. */
  private static final double ROUNDING = 1e-9;

  private final CostModel model;
  private final CostModel walker;

  /**
   * @param model the model of the search
   * @param walker the reference
   */
  public CatalogueCheck(CostModel model, CostModel walker) {
    this.model = model;
    this.walker = walker;
  }

  /**
   * What the check found.
   *
   * @param entries entries in all
   * @param walkExcess how much more latency the walker needs than the model says, as a fraction of
   *     the walker's, of each entry that the walker confirmed or denied in time
   * @param differences a sentence for each difference
   */
  public record Report(int entries, List<Double> walkExcess, List<String> differences) {
    public Report {
      walkExcess = List.copyOf(walkExcess);
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
      for (Future<Finding> future : findings) {
        Finding finding = future.get();
        finding.walkExcess().ifPresent(walkExcess::add);
        differences.addAll(finding.differences());
      }
      return new Report(findings.size(), walkExcess, differences);
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
    try {
      Cost cost = RatedSchedule.of(entry.schedule(), model, accelerator, entry.workload()).cost();
      if (!cost.equals(entry.cost())) {
        found.costs(entry.cost(), cost);
      }
    } catch (InvalidInputException e) {
      found.add(e.getMessage());
    }
    Optional<Cost> walk = Optional.empty();
    try {
      walk = walk(accelerator, entry);
    } catch (IllegalStateException e) {
      found.add("the walk fails: " + e.getMessage());
    }
    walk.ifPresent(cost -> walked(entry.cost(), cost, found));
    OptionalDouble excess =
        walk.isPresent()
            ? OptionalDouble.of(1 - entry.cost().latencySeconds() / walk.get().latencySeconds())
            : OptionalDouble.empty();
    return new Finding(excess, found.sentences());
  }

  private static void proof(CatalogueEntry entry, Differences found) {
    List<Double> bound = entry.optimality().lowerBound();
    List<Double> values = entry.objective().values(entry.cost());
    if (!entry.cost().isFeasible()) {
      found.add("the schedule does not fit the buffer");
    }
    if (bound.isEmpty()) {
      if (entry.isProven()) {
        found.add("it is called proven, but no lower bound is stated");
      }
      return;
    }
    if (bound.get(0) > values.get(0) * (1 + ROUNDING)) {
      found.add("the lower bound " + bound.get(0) + " exceeds the figure " + values.get(0));
    }
    if (entry.isProven()) {
      found.close("proven optimum", values.get(0), bound.get(0), ROUNDING);
    }
  }

  private static void walked(Cost entry, Cost walk, Differences found) {
    found.exact("traffic", entry.trafficBytesByTensor(), walk.trafficBytesByTensor());
    found.exact("footprint", entry.footprintBytes(), walk.footprintBytes());
    found.close("energy", entry.energyJoules(), walk.energyJoules(), ROUNDING);
    if (walk.latencySeconds() < entry.latencySeconds() * (1 - ROUNDING)) {
      found.add(
          "walked latency "
              + walk.latencySeconds()
              + " s is below the bound "
              + entry.latencySeconds()
              + " s of the entry");
    }
  }

  /** What the walker says; empty if it needs longer, or refuses because it would. */
  private Optional<Cost> walk(Accelerator accelerator, CatalogueEntry entry) {
    Callable<Cost> task =
        () -> RatedSchedule.of(entry.schedule(), walker, accelerator, entry.workload()).cost();
    ExecutorService single = Executors.newSingleThreadExecutor(CatalogueCheck::daemon);
    try {
      return Optional.of(single.submit(task).get(WALK_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InvalidInputException) {
        return Optional.empty();
      }
      throw new IllegalStateException(e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      single.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "flatsearch-walk");
    thread.setDaemon(true);
    return thread;
  }
}
