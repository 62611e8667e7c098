package org.flatsearch.experiments.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.RunOutcome;
import org.flatsearch.experiments.run.RunnerFailedException;

/**
 * Sends runs to a cluster and hands over their outcomes, in the thread that calls it.
 *
 * <p>About two batches per core are always under way, so that no core waits for the driver. Batches
 * are cut late, when more is known about how long runs take.
 */
final class Dispatch {
  private static final int BATCHES_PER_CORE = 2;

  /** How often a run that fails is tried. Spark itself counts those that end their executor. */
  private static final int MOST_ATTEMPTS = 3;

  private static final long GLANCE_SECONDS = 1;

  private final SparkCluster cluster;
  private final Consumer<RunOutcome> outcomes;
  private final Pace pace = new Pace();
  private final Backlog backlog;
  private final Set<Wave> waves = new HashSet<>();
  private final Deque<Run> suspects = new ArrayDeque<>();
  private final Map<Run, Integer> attempts = new HashMap<>();
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private long waveNumber;

  /** A message of Spark's threads: a result, or why the job of the wave failed. */
  private record Event(Wave wave, int batch, List<RunResult> results, String failure) {}

  Dispatch(SparkCluster cluster, List<Run> runs, Consumer<RunOutcome> outcomes) {
    this.cluster = cluster;
    this.outcomes = outcomes;
    backlog = new Backlog(runs, pace);
  }

  /**
   * Executes all runs and returns when each has its outcome.
   *
   * @throws RunnerFailedException if the cluster can't execute them
   */
  void run() {
    try {
      submit();
      while (!waves.isEmpty()) {
        Event event = events.poll(GLANCE_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
          cluster.requireUsable();
        } else if (event.results() != null) {
          take(event.wave(), event.batch(), event.results());
        } else {
          cluster.requireUsable();
          takeApart(event.wave(), event.failure());
        }
        submit();
      }
    } catch (RunnerFailedException e) {
      takeWhatHasArrived();
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while runs are executed", e);
    }
  }

  private void takeWhatHasArrived() {
    for (Event event = events.poll(); event != null; event = events.poll()) {
      if (event.results() != null) {
        take(event.wave(), event.batch(), event.results());
      }
    }
  }

  /** Submits as many batches as there is room for. */
  private void submit() {
    if (waves.isEmpty() && backlog.isEmpty() && !suspects.isEmpty()) {
      submit(List.of(new Batch(List.of(suspects.removeFirst()))), true);
      return;
    }
    if (waves.stream().anyMatch(Wave::isAlone)) {
      return;
    }
    int cores = cluster.cores();
    int room = BATCHES_PER_CORE * cores - waves.stream().mapToInt(Wave::open).sum();
    // A job costs as much as a task, so with many cores each job has many tasks.
    if (room < Math.max(1, cores / 2)) {
      return;
    }
    List<Batch> batches = new ArrayList<>();
    while (batches.size() < room && !backlog.isEmpty()) {
      batches.add(backlog.take(cores));
    }
    if (!batches.isEmpty()) {
      submit(batches, false);
    }
  }

  private void submit(List<Batch> batches, boolean alone) {
    Wave wave = new Wave(++waveNumber, batches, alone);
    waves.add(wave);
    cluster.submit(
        wave,
        2 * Backlog.BATCH_SECONDS,
        (batch, results) -> events.add(new Event(wave, batch, results, null)),
        failure -> events.add(new Event(wave, 0, null, failure)));
  }

  private void take(Wave wave, int index, List<RunResult> results) {
    if (!waves.contains(wave) || wave.isDone(index)) {
      return;
    }
    wave.markDone(index);
    if (wave.open() == 0) {
      end(wave);
    }
    List<Run> runs = wave.batches().get(index).runs();
    backlog.giveBack(runs.subList(results.size(), runs.size()));
    for (int k = 0; k < results.size(); k++) {
      take(runs.get(k), results.get(k));
    }
  }

  private void take(Run run, RunResult result) {
    switch (result.kind()) {
      case FINISHED -> {
        pace.learn(run, result.seconds());
        RunRecord record = RunRecord.read(result.text(), "result of " + run.setting().strategy());
        outcomes.accept(new RunOutcome.Finished(record));
      }
      case REFUSED -> outcomes.accept(new RunOutcome.Failed(run, result.text()));
      case FAILED -> {
        pace.learn(run, result.seconds());
        if (attempts.merge(run, 1, Integer::sum) < MOST_ATTEMPTS) {
          backlog.tryAgain(run);
        } else {
          outcomes.accept(new RunOutcome.Failed(run, result.text()));
        }
      }
      case UNFIT_WORKER -> throw new RunnerFailedException(result.text(), null);
    }
  }

  /**
   * Handles a job that failed because one of its tasks failed too often. The runs of the batch that
   * failed most often are suspects, the other runs are sent again; a run that was alone has failed.
   */
  private void takeApart(Wave wave, String failure) {
    if (!waves.contains(wave)) {
      return;
    }
    end(wave);
    int most = wave.mostFailures();
    for (int k = wave.batches().size() - 1; k >= 0; k--) {
      List<Run> runs = wave.batches().get(k).runs();
      if (wave.isDone(k)) {
        continue;
      }
      if (wave.isAlone()) {
        String reason = wave.reason(k) == null ? failure : wave.reason(k);
        outcomes.accept(new RunOutcome.Failed(runs.get(0), reason));
      } else if (wave.failures(k) == most) {
        suspects.addAll(runs);
      } else {
        backlog.giveBack(runs);
      }
    }
  }

  private void end(Wave wave) {
    waves.remove(wave);
    cluster.forget(wave);
  }
}
