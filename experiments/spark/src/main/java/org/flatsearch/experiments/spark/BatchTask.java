package org.flatsearch.experiments.spark;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.apache.spark.TaskContext;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.run.RunExecution;
import org.flatsearch.experiments.spark.RunResult.Kind;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.search.Strategies;
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
    List<String> texts = batches.next().texts();
    List<RunResult> results = new ArrayList<>();
    long begin = System.nanoTime();
    for (int k = 0; k < texts.size(); k += 2) {
      if (k > 0 && (secondsSince(begin) > mostSeconds || TaskContext.get().isInterrupted())) {
        break;
      }
      results.add(result(texts.get(k), texts.get(k + 1)));
    }
    return BatchResult.of(results);
  }

  private static double secondsSince(long beginNanos) {
    return (System.nanoTime() - beginNanos) / 1e9;
  }

  private static RunResult result(String id, String json) {
    Run run;
    try {
      run = Run.read(StrictJson.readString(json, "run " + id));
    } catch (InvalidInputException e) {
      return unfit("reads runs differently, so its FlatSearch is another one: " + e.getMessage());
    }
    if (!run.id().equals(id)) {
      return unfit("reads runs differently, so its FlatSearch is another one.");
    }
    try {
      if (!CostModels.all().containsKey(run.model())) {
        return unfit(missing("no cost model \"" + run.model() + "\""));
      }
      if (!Strategies.all().containsKey(run.strategy())) {
        return unfit(missing("no strategy \"" + run.strategy() + "\""));
      }
    } catch (ServiceConfigurationError e) {
      return unfit("has a plug-in that can't be loaded: " + e.getMessage());
    }
    return result(run);
  }

  private static RunResult result(Run run) {
    long begin = System.nanoTime();
    try {
      String line = RunExecution.of(run).toLine();
      return new RunResult(Kind.FINISHED, secondsSince(begin), line);
    } catch (InvalidInputException e) {
      return new RunResult(Kind.REFUSED, secondsSince(begin), e.getMessage());
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      String message = String.valueOf(e.getMessage());
      // Of a class that is there, but can't be initialised, it says more than the name.
      if (e instanceof NoClassDefFoundError && !message.contains(" ")) {
        return unfit(missing("no class " + message.replace('/', '.')));
      }
      String text = e.getClass().getSimpleName() + ": " + message;
      return new RunResult(Kind.FAILED, secondsSince(begin), text);
    }
  }

  private static RunResult unfit(String complaint) {
    return new RunResult(Kind.UNFIT_WORKER, 0, "Worker " + host() + " " + complaint);
  }

  private static String missing(String what) {
    return "has "
        + what
        + ": the jar that brings it is missing there. Name the jar by --jars of spark-submit, or"
        + " put it on the class path of the driver as a jar rather than as a folder.";
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "?";
    }
  }
}
