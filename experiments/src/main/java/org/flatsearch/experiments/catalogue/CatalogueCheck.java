package org.flatsearch.experiments.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModel;
import org.flatsearch.experiments.run.Tasks;
import org.flatsearch.results.catalogue.CatalogueDocument;
import org.flatsearch.results.catalogue.CatalogueEntry;
import org.flatsearch.results.catalogue.CatalogueObjective;
import org.flatsearch.results.catalogue.ScheduleCatalogue;
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
 * another objective of the workload, each of which has an entry.
 */
public final class CatalogueCheck {
  /**
   * This many tiles are walked within seconds; some larger schedules take a quarter of a minute and
   * fail.
   */
  private static final long MOST_TILES = 4_000_000;

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
      List<Future<EntryCheck>> checks = new ArrayList<>();
      List<String> differences = new ArrayList<>();
      for (CatalogueDocument document : catalogue.documents()) {
        differences.addAll(otherFigures(document));
        differences.addAll(missingEntries(document));
        differences.addAll(refutations(document));
        for (CatalogueEntry entry : document.entries()) {
          Accelerator accelerator = document.accelerator();
          EntryCheck check = new EntryCheck(model, walker, mostTiles, accelerator, entry);
          checks.add(pool.submit(check::run));
        }
      }
      List<Double> walkExcess = new ArrayList<>();
      List<Double> gaps = new ArrayList<>();
      catalogue.documents().stream()
          .flatMap(document -> document.entries().stream())
          .filter(entry -> entry.objective() != CatalogueObjective.ENERGY)
          .forEach(entry -> entry.gap().ifPresent(gaps::add));
      for (Future<EntryCheck> future : checks) {
        EntryCheck check = Tasks.get(future);
        check.walkExcess().ifPresent(walkExcess::add);
        differences.addAll(check.differences());
      }
      return new Report(checks.size(), walkExcess, gaps, differences);
    } finally {
      pool.shutdownNow();
    }
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

  /** A sentence for each entry that a workload lacks: what fits does so for any objective. */
  private static Set<String> missingEntries(CatalogueDocument document) {
    Set<String> differences = new LinkedHashSet<>();
    for (CatalogueEntry entry : document.entries()) {
      for (CatalogueObjective objective : CatalogueObjective.values()) {
        if (ofWorkload(document, entry).noneMatch(other -> other.objective() == objective)) {
          differences.add(
              name(document, entry.workload(), objective)
                  + "there is no entry, but a schedule fits.");
        }
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
    List<Double> bound = entry.optimality().lowerBound();
    boolean isBelow =
        entry.isProven()
            ? entry.objective().compare(found, entry.searched().cost()) < 0
            : !bound.isEmpty()
                && entry.objective().values(found).get(0)
                    < bound.get(0) * (1 - EntryCheck.ROUNDING);
    return isBelow
        && found.isFeasible()
        && other.model().equals(entry.model())
        && other.modelVersion() == entry.modelVersion();
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
