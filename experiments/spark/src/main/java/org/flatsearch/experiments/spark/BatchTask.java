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
import org.flatsearch.plugin.PlugInFailedException;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * The Spark task that executes the runs of a batch until all are done or its time is up. A run that
 * fails is a result and not a failure of the task, so that the other runs of the batch are kept.
 */
final class BatchTask extends AbstractFunction1<Iterator<Batch>, List<RunResult>>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double mostSeconds;

  /**
   * @param mostSeconds no run is begun after this time; the rest goes back to the driver
   */
  BatchTask(double mostSeconds) {
    this.mostSeconds = mostSeconds;
  }

  @Override
  public List<RunResult> apply(Iterator<Batch> batches) {
    SparkLogging.quietenSolvers();
    List<RunResult> results = new ArrayList<>();
    try {
      execute(batches.next().received(), results);
    } catch (UnfitWorkerException e) {
      results.add(unfit(e.getMessage()));
    } catch (InvalidInputException e) { // about plug-ins: one about a run is the result of the run
      results.add(unfit("can't use its plug-ins: " + e.getMessage()));
    }
    return results;
  }

  private void execute(List<Run> runs, List<RunResult> results) {
    long begin = System.nanoTime();
    RunExecution execution = new RunExecution();
    for (Run run : runs) {
      boolean over = secondsSince(begin) > mostSeconds || TaskContext.get().isInterrupted();
      if (over && !results.isEmpty()) {
        return;
      }
      requirePlugIns(execution, run);
      results.add(result(execution, run));
    }
  }

  private static void requirePlugIns(RunExecution execution, Run run) {
    if (!execution.hasModel(run.setting().model())) {
      throw UnfitWorkerException.hasNo("cost model \"" + run.setting().model() + "\"");
    }
    if (!execution.hasStrategy(run.setting().strategy())) {
      throw UnfitWorkerException.hasNo("strategy \"" + run.setting().strategy() + "\"");
    }
  }

  private static double secondsSince(long beginNanos) {
    return (System.nanoTime() - beginNanos) / 1e9;
  }

  private static RunResult result(RunExecution execution, Run run) {
    long begin = System.nanoTime();
    try {
      String line = execution.execute(run).toLine();
      return new RunResult(Kind.FINISHED, secondsSince(begin), line);
    } catch (InvalidInputException e) {
      return new RunResult(Kind.REFUSED, secondsSince(begin), e.getMessage());
    } catch (PlugInFailedException e) {
      return new RunResult(Kind.FAILED, secondsSince(begin), e.getMessage());
    } catch (RuntimeException e) { // a defect of ours, such as a wrong proof
      return new RunResult(Kind.FAILED, secondsSince(begin), e.toString());
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
