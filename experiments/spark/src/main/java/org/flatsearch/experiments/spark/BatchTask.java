package org.flatsearch.experiments.spark;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.run.RunExecution;
import org.flatsearch.experiments.spark.RunResult.Kind;
import org.flatsearch.json.InvalidInputException;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * The task: executes the runs of a batch, until all are done or its time is up. A run that fails is
 * a result, not a failure of the task, so that those beside it are not lost.
 */
final class BatchTask extends AbstractFunction1<Iterator<Batch>, BatchResult>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double mostSeconds;

  /**
   * @param mostSeconds no run is begun after this time; what is left goes back to the driver
   */
  BatchTask(double mostSeconds) {
    this.mostSeconds = mostSeconds;
  }

  @Override
  public BatchResult apply(Iterator<Batch> batches) {
    SparkLogging.quietenSolvers();
    List<RunResult> results = new ArrayList<>();
    try {
      execute(batches.next().received(), results);
    } catch (UnfitWorkerException e) {
      results.add(unfit(e.getMessage()));
    } catch (InvalidInputException e) { // of plug-ins; what is wrong with a run is its result
      results.add(unfit("can't use its plug-ins: " + e.getMessage()));
    }
    return BatchResult.of(results);
  }

  private void execute(List<Repetitions> batch, List<RunResult> results) {
    long begin = System.nanoTime();
    RunExecution execution = new RunExecution();
    for (Repetitions repetitions : batch) {
      requirePlugIns(execution, repetitions.first());
      for (Repetitions.Identified run : repetitions.runs()) {
        boolean over = secondsSince(begin) > mostSeconds || TaskContext.get().isInterrupted();
        if (over && !results.isEmpty()) {
          return;
        }
        results.add(result(execution, run));
      }
    }
  }

  private static void requirePlugIns(RunExecution execution, Run run) {
    if (!execution.hasModel(run.model())) {
      throw UnfitWorkerException.hasNo("cost model \"" + run.model() + "\"");
    }
    if (!execution.hasStrategy(run.strategy())) {
      throw UnfitWorkerException.hasNo("strategy \"" + run.strategy() + "\"");
    }
  }

  private static double secondsSince(long beginNanos) {
    return (System.nanoTime() - beginNanos) / 1e9;
  }

  private static RunResult result(RunExecution execution, Repetitions.Identified run) {
    long begin = System.nanoTime();
    try {
      String line = execution.execute(run.run(), run.id()).toLine();
      return new RunResult(Kind.FINISHED, secondsSince(begin), line);
    } catch (InvalidInputException e) {
      return new RunResult(Kind.REFUSED, secondsSince(begin), e.getMessage());
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      String message = String.valueOf(e.getMessage());
      // Of a class that is there, but can't be initialised, it says more than the name.
      if (e instanceof NoClassDefFoundError && !message.contains(" ")) {
        throw UnfitWorkerException.hasNo("class " + message.replace('/', '.'));
      }
      String text = e.getClass().getSimpleName() + ": " + message;
      return new RunResult(Kind.FAILED, secondsSince(begin), text);
    }
  }

  private static RunResult unfit(String complaint) {
    return new RunResult(Kind.UNFIT_WORKER, 0, "Worker " + host() + " " + complaint);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "?";
    }
  }
}
