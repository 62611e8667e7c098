package org.flatsearch.experiments.catalogue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.flatsearch.experiments.run.FolderLock;
import org.flatsearch.experiments.run.Tasks;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.json.FileErrors;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.WriteFailedException;
import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.catalogue.CatalogueEntry;
import org.flatsearch.results.catalogue.CatalogueObjective;
import org.flatsearch.results.catalogue.Provenance;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Builds the documents of a catalogue.
 *
 * <p>An existing entry is kept if it was proven by the same model version and still evaluates to
 * the figures that it states. Any other is searched, and what is found takes its place only if
 * {@link CatalogueEntry#replaces it is better}. The objectives of one workload are searched one
 * after the other, each starting from the best schedule of the one before if that is proven. So an
 * entry that its first search proves, as those before it were, depends on the program and its seed
 * alone, not on earlier entries or the speed of the machine; all others depend on the time limit.
 *
 * <p>Then each entry is replayed by the walker ({@link EntryReplay}), unless it has been.
 */
public final class CatalogueBuild {
  /** What became of an entry. */
  public enum Outcome {
    /** It was there, proven and replayed. */
    KEPT,
    /** It was there, but had not been replayed, or with fewer changes. */
    REPLAYED,
    /** It is new, or better than the one before. */
    BUILT,
    /** The search found nothing better than what was there. */
    UNCHANGED,
    /** No schedule fits the accelerator. */
    INFEASIBLE,
    /** The search failed. */
    FAILED,
    /** The build was cancelled before its search ended, or before it was looked at. */
    CANCELLED
  }

  private final BuildPlan plan;
  private final Consumer<String> log;
  private final EntryReplay replay;
  private final Set<PlannedSearch> running = ConcurrentHashMap.newKeySet();
  private volatile boolean cancelled;

  /**
   * @param plan what to build
   * @param log receives the lines that people want to see while it runs; any thread
   */
  public CatalogueBuild(BuildPlan plan, Consumer<String> log) {
    this.plan = plan;
    this.log = log;
    replay = new EntryReplay(plan);
  }

  /** Ends the build; what is finished stays. Any thread. */
  public void cancel() {
    cancelled = true;
    replay.cancel();
    running.forEach(PlannedSearch::cancel);
  }

  /**
   * Builds the documents.
   *
   * @return how many entries had which outcome
   * @throws InvalidInputException if an existing document can't be read, or another process builds
   *     in the same folder
   * @throws WriteFailedException if the disk fails or is full
   */
  public Map<Outcome, Integer> run() {
    try {
      FolderLock lock =
          FolderLock.take(
              plan.folder(), "another process is building this catalogue. Wait for it to finish.");
      try {
        return build();
      } finally {
        lock.remove();
      }
    } catch (IOException e) {
      throw new WriteFailedException(
          plan.folder() + ": the folder can't be written: " + FileErrors.reason(e) + ".", e);
    }
  }

  private Map<Outcome, Integer> build() {
    List<CatalogueFile> files =
        plan.accelerators().stream().map(a -> new CatalogueFile(plan.folder(), a)).toList();
    for (CatalogueFile file : files) {
      if (file.dropped() > 0) {
        log.accept(
            "%s: %s entries are for other figures of the accelerator and are left out"
                .formatted(file.accelerator().name(), file.dropped()));
      }
    }
    ExecutorService pool = Executors.newFixedThreadPool(plan.threads());
    try {
      List<List<Future<List<Outcome>>>> futures = new ArrayList<>();
      for (CatalogueFile file : files) {
        futures.add(plan.workloads().stream().map(w -> pool.submit(() -> build(file, w))).toList());
      }
      Map<Outcome, Integer> all = new EnumMap<>(Outcome.class);
      for (int k = 0; k < files.size(); k++) {
        Map<Outcome, Integer> ofFile = new EnumMap<>(Outcome.class);
        for (Future<List<Outcome>> future : futures.get(k)) {
          Tasks.get(future).forEach(outcome -> ofFile.merge(outcome, 1, Integer::sum));
        }
        log.accept(files.get(k).accelerator().name() + ": " + text(ofFile));
        ofFile.forEach((outcome, count) -> all.merge(outcome, count, Integer::sum));
      }
      return all;
    } finally {
      cancel();
      pool.shutdown();
      // They may write documents, so the lock of the folder must be held until they end.
      Tasks.awaitEnd(pool);
    }
  }

  /** The outcomes as people read them. */
  public static String text(Map<Outcome, Integer> outcomes) {
    List<String> parts = new ArrayList<>();
    outcomes.forEach(
        (outcome, count) -> parts.add(count + " " + outcome.name().toLowerCase(Locale.ROOT)));
    return String.join(", ", parts);
  }

  private List<Outcome> build(CatalogueFile file, AttentionWorkload workload) {
    if (cancelled) { // Even to look at all entries that are left takes many seconds.
      return Collections.nCopies(CatalogueObjective.values().length, Outcome.CANCELLED);
    }
    file.describe(workload);
    List<Outcome> outcomes = new ArrayList<>();
    Optional<CatalogueEntry> before = Optional.empty();
    for (CatalogueObjective objective : CatalogueObjective.values()) {
      Optional<CatalogueEntry> there =
          file.find(workload, objective).filter(entry -> isValid(file, entry));
      if (there.isPresent() && there.get().isProven()) {
        outcomes.add(Outcome.KEPT);
      } else {
        outcomes.add(search(file, workload, objective, there, before));
      }
      before = file.find(workload, objective).filter(CatalogueEntry::isProven);
    }
    if (!outcomes.contains(Outcome.CANCELLED) || outcomes.contains(Outcome.BUILT)) {
      file.write();
    }
    replay(file, workload, outcomes);
    return outcomes;
  }

  /** Replays the entries of a workload if any of them has not been replayed. */
  private void replay(CatalogueFile file, AttentionWorkload workload, List<Outcome> outcomes) {
    List<CatalogueEntry> entries =
        Arrays.stream(CatalogueObjective.values())
            .flatMap(objective -> file.find(workload, objective).stream())
            .filter(entry -> isValid(file, entry))
            .toList();
    if (cancelled || entries.stream().noneMatch(replay::isMissing)) {
      return;
    }
    for (CatalogueEntry entry : replay.of(file.accelerator(), entries)) {
      int objective = entry.objective().ordinal();
      if (!entries.contains(entry) && outcomes.get(objective) != Outcome.BUILT) {
        outcomes.set(objective, Outcome.REPLAYED);
      }
      file.put(entry);
    }
    file.write();
  }

  /** Whether the model still gives the figures of an entry. */
  private boolean isValid(CatalogueFile file, CatalogueEntry entry) {
    return entry.model().equals(plan.model().name())
        && entry.modelVersion() == plan.model().version()
        && RatedSchedule.of(
                entry.searched().schedule(), plan.model(), file.accelerator(), entry.workload())
            .equals(entry.searched());
  }

  private Outcome search(
      CatalogueFile file,
      AttentionWorkload workload,
      CatalogueObjective objective,
      Optional<CatalogueEntry> there,
      Optional<CatalogueEntry> before) {
    if (cancelled) {
      return Outcome.CANCELLED;
    }
    ResultDocument result;
    try {
      Optional<AttentionSchedule> start = before.map(entry -> entry.searched().schedule());
      result = run(plan.search(file.accelerator(), workload, objective, start));
    } catch (InvalidInputException | PlugInFailedException e) {
      log.accept(name(file, workload, objective) + ": the search failed: " + e.getMessage());
      return Outcome.FAILED;
    }
    if (result.stop() == Stop.CANCELLED) {
      return Outcome.CANCELLED;
    }
    if (result.best().filter(best -> best.cost().isFeasible()).isEmpty()) {
      boolean isProven = result.optimality().status() == Status.PROVEN;
      log.accept(
          name(file, workload, objective)
              + (isProven
                  ? ": no schedule fits."
                  : ": none that fits was found in "
                      + Units.plural(result.evaluations(), "evaluation")
                      + "; give it more."));
      return isProven ? Outcome.INFEASIBLE : Outcome.FAILED;
    }
    CatalogueEntry found = entry(result, objective, before.map(CatalogueEntry::objective));
    if (there.isPresent() && !found.replaces(there.get())) {
      return Outcome.UNCHANGED;
    }
    file.put(found);
    return Outcome.BUILT;
  }

  private static String name(
      CatalogueFile file, AttentionWorkload workload, CatalogueObjective objective) {
    return file.accelerator().name() + ", " + workload.name() + ", " + objective.metrics();
  }

  private ResultDocument run(SearchPlan searchPlan) {
    PlannedSearch search = new PlannedSearch(searchPlan);
    running.add(search);
    try {
      if (cancelled) {
        search.cancel();
      }
      return search.run();
    } finally {
      running.remove(search);
    }
  }

  private CatalogueEntry entry(
      ResultDocument result,
      CatalogueObjective objective,
      Optional<CatalogueObjective> startedFrom) {
    return new CatalogueEntry(
        result.workload(),
        objective,
        plan.model().version(),
        result.best().orElseThrow(),
        result.optimality(),
        new Provenance(
            plan.flatsearchVersion(),
            Spaces.DEFAULT,
            BuildPlan.STRATEGY,
            BuildPlan.SEED,
            startedFrom,
            plan.budget().evaluations(),
            plan.budget().seconds(),
            result.evaluations(),
            result.stop()),
        Optional.empty());
  }
}
