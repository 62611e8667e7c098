package org.flatsearch.experiments.run;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.flatsearch.experiments.definition.Definition;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.json.InvalidInputException;

/**
 * An experiment that is executed, or continued, in its folder.
 *
 * <p>Each finished run is appended to {@code runs.jsonl} at once. At the end the lines are sorted
 * into the order of the definition, in one atomic step. Whenever the program ends, all finished
 * runs are kept, and continuing gives the same file as running without interruption, except for the
 * times. This also holds if the definition has gained runs since the experiment was begun.
 *
 * <p>Before the lines are sorted, runs whose schedules are replayed take better ones from each
 * other, {@link CaseExchange}.
 */
public final class Experiment {
  private final Definition definition;
  private final List<PlannedRun> runs;
  private final RunFolder folder;
  private final String version;

  /**
   * @param definition the definition
   * @param runs all of its runs, in order
   * @param folder where results go
   * @param version the version of this program
   */
  public Experiment(
      Definition definition, List<PlannedRun> runs, RunFolder folder, String version) {
    this.definition = Objects.requireNonNull(definition, "definition");
    this.runs = List.copyOf(runs);
    this.folder = Objects.requireNonNull(folder, "folder");
    this.version = Objects.requireNonNull(version, "version");
  }

  /** What to do with existing results. */
  public enum Existing {
    /** Refuse to touch them. */
    REFUSE,
    /** Continue. */
    RESUME,
    /** Start over. */
    DISCARD
  }

  /**
   * How an experiment ended.
   *
   * @param runs the number of all runs
   * @param executed the number of runs that this session finished
   * @param failures the reasons why runs failed, each with the first run that failed for it
   * @param failed the number of runs that failed
   * @param tornLine whether a torn line was found, whose run was executed again
   * @param damaged the numbers of damaged lines that were found, whose runs were executed again
   * @param wrongProofs the number of problems with a proof that another run refutes; {@link
   *     CheckedProofs} says which
   */
  public record Summary(
      int runs,
      int executed,
      Map<String, Run> failures,
      int failed,
      boolean tornLine,
      List<Long> damaged,
      int wrongProofs) {}

  /**
   * Executes all runs that are not finished yet.
   *
   * @throws InvalidInputException if the folder is in use, or its results must not be touched or
   *     are not of this experiment
   * @throws RunnerFailedException if the executor can't execute, or lost a run; what is finished is
   *     safe
   * @throws IOException if the folder can't be written to; what is finished is safe
   */
  public Summary execute(RunExecutor executor, Existing existing, ExperimentListener listener)
      throws IOException {
    requireUsable(existing);
    folder.create();
    FolderLock lock = folder.lock();
    try {
      folder.removeTemporaryFiles();
      // Again, now that nobody else can change it.
      requireUsable(existing);
      return executeLocked(executor, existing, listener);
    } finally {
      lock.close();
    }
  }

  private Summary executeLocked(
      RunExecutor executor, Existing existing, ExperimentListener listener) throws IOException {
    ExperimentHeader planned = ExperimentHeader.of(definition, runs);
    Optional<ExperimentHeader> begun = Optional.empty();
    if (existing == Existing.DISCARD) {
      // First of all: if the new header can't be written, nothing is lost.
      folder.write(planned.with(Session.now(version, executor)));
      folder.clear();
    } else {
      begun = folder.headerIfBegun();
    }
    TimeLeft left = new TimeLeft();
    for (PlannedRun run : runs) {
      left.add(run.id(), run.run().kind());
    }
    GapTracker gaps = new GapTracker();
    Consumer<RunRecord> earlier =
        run -> {
          gaps.add(run);
          left.finishedEarlier(run.id(), run.seconds());
        };
    try (RunLog log = RunLog.open(folder.runsFile(), ids(), earlier)) {
      ExperimentHeader header = begun.map(planned::continuing).orElse(planned);
      List<PlannedRun> open = runs.stream().filter(run -> !log.contains(run.id())).toList();
      if (!open.isEmpty()) {
        header = header.with(Session.now(version, executor));
      }
      if (!begun.equals(Optional.of(header))) {
        folder.write(header);
      }
      SessionResults results = new SessionResults(runs.size(), open, log, gaps, left, listener);
      Summary summary = execute(executor, open, log, results);
      if (!folder.isBegun()) {
        folder.write(header); // again: another program has removed it
      }
      return summary;
    }
  }

  /**
   * The runs that a session would execute now, in order.
   *
   * @throws InvalidInputException if it would continue results that are not of this experiment
   */
  public List<PlannedRun> open(Existing existing) {
    if (existing != Existing.RESUME) {
      return runs;
    }
    requireUsable(existing);
    Set<String> finished = new HashSet<>();
    folder.read(run -> finished.add(run.id()));
    return runs.stream().filter(run -> !finished.contains(run.id())).toList();
  }

  /** Refuses a folder with results that are of another experiment or must not be touched. */
  public void requireUsable(Existing existing) {
    Optional<ExperimentHeader> begun =
        existing == Existing.DISCARD ? Optional.empty() : folder.headerIfBegun();
    if (begun.isEmpty()) {
      return;
    }
    if (existing == Existing.REFUSE) {
      throw new InvalidInputException(
          folder.path()
              + ": there are results already. --resume continues them, --restart discards them,"
              + " --out names another folder.");
    }
    ExperimentHeader header = begun.get();
    String remedy = "; --restart discards the results, --out names another folder.";
    for (Session session : header.sessions()) {
      if (!session.version().equals(version)) {
        throw new InvalidInputException(
            "%s: the results were begun by %s, this is %s%s"
                .formatted(folder.path(), session.version(), version, remedy));
      }
    }
    requireSameModels(header, remedy);
    if (!header.isOf(definition)) {
      requireFinishedRunsRemain(header, remedy);
    }
  }

  /**
   * Requires that the definition still has all finished runs. It may have gained others, or changed
   * its comparisons, since the results were begun: that does not affect finished runs.
   */
  private void requireFinishedRunsRemain(ExperimentHeader begun, String remedy) {
    Map<String, String> searches = new HashMap<>();
    runs.forEach(planned -> searches.put(planned.id(), planned.run().search()));
    AtomicInteger finished = new AtomicInteger();
    AtomicInteger others = new AtomicInteger();
    folder.read(
        run -> {
          finished.incrementAndGet();
          others.addAndGet(run.search().equals(searches.get(run.id())) ? 0 : 1);
        });
    if (others.get() > 0) {
      throw new InvalidInputException(
          ("%s: of the %s finished runs of %s (SHA-256 %s…), %s are not in %s (%s…), which must"
                  + " have all of them to continue%s")
              .formatted(
                  folder.path(),
                  finished,
                  begun.definitionFile(),
                  begun.definitionHash().substring(0, 12),
                  others,
                  definition.origin(),
                  definition.hash().substring(0, 12),
                  remedy));
    }
  }

  private void requireSameModels(ExperimentHeader begun, String remedy) {
    ExperimentHeader.of(definition, runs)
        .models()
        .forEach(
            (model, version) -> {
              int before = begun.models().getOrDefault(model, version);
              if (before != version) {
                throw new InvalidInputException(
                    "%s: the results were begun by version %s of model '%s', this is version %s%s"
                        .formatted(folder.path(), before, model, version, remedy));
              }
            });
  }

  private List<String> ids() {
    return runs.stream().map(PlannedRun::id).toList();
  }

  private Summary execute(
      RunExecutor executor, List<PlannedRun> open, RunLog log, SessionResults results)
      throws IOException {
    try {
      executor.execute(open.stream().map(PlannedRun::run).toList(), results::add);
    } finally {
      results.requireWritten();
    }
    log.rewrite(ids(), CaseExchange.of(folder, runs).changed());
    results.requireAll(executor);
    return results.summary();
  }
}
