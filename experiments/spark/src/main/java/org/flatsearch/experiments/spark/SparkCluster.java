package org.flatsearch.experiments.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.flatsearch.experiments.run.Interruption;
import org.flatsearch.experiments.run.RunnerFailedException;
import scala.Function2;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** A Spark application, from its registration with a master to its end. */
final class SparkCluster implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;
  private static final String STANDALONE = "spark://";

  private final String master;
  private final SparkContext context;
  private final WaveWatch waveWatch = new WaveWatch();
  private final ExecutorWatch executorWatch;
  private volatile boolean interrupted;

  private SparkCluster(String master, SparkContext context, ExecutorWatch executorWatch) {
    this.master = master;
    this.context = context;
    this.executorWatch = executorWatch;
    context.addSparkListener(waveWatch);
    context.addSparkListener(executorWatch);
  }

  /**
   * Registers an application with a master.
   *
   * @throws RunnerFailedException if the master does not answer, or Spark can't be started
   */
  static SparkCluster open(String master) {
    if (master.startsWith(STANDALONE)) {
      requireReachable(master);
    }
    ExecutorWatch watch = new ExecutorWatch(master);
    SparkLogging.quieten(watch::noteEnd);
    SparkConf conf = configuration(master);
    try {
      return new SparkCluster(master, new SparkContext(conf), watch);
    } catch (Exception | LinkageError e) {
      // Scala throws checked exceptions without declaring them.
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new RunnerFailedException(
          "--master "
              + master
              + ": Spark can't be used there: "
              + why.lines().findFirst().orElse("")
              + ". It must be Spark 4 for Scala 2.13"
              + (master.startsWith(STANDALONE)
                  ? ", and the master the same version as the driver."
                  : "; yarn and k8s need its installation, by way of spark-submit."),
          e);
    }
  }

  /** Checks a master in advance: Spark retries for a minute, and takes any open port for one. */
  private static void requireReachable(String master) {
    List<String> complaints = new ArrayList<>();
    for (String address : master.substring(STANDALONE.length()).split(",")) {
      int colon = address.lastIndexOf(':');
      String host = address.substring(0, colon);
      try (Socket socket = new Socket()) {
        int port = Integer.parseInt(address.substring(colon + 1));
        socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        return;
      } catch (UnknownHostException e) {
        complaints.add("there is no host " + host);
      } catch (IOException | IllegalArgumentException e) {
        complaints.add(e.getMessage());
      }
    }
    throw new RunnerFailedException(
        "--master "
            + master
            + ": no Spark master answers there ("
            + String.join("; ", complaints)
            + "). The address is on the first line of the master's web page.",
        null);
  }

  private static SparkConf configuration(String master) {
    SparkConf conf = new SparkConf();
    conf.setMaster(master);
    conf.setIfMissing("spark.app.name", "FlatSearch");
    conf.setIfMissing("spark.ui.enabled", "false");
    // Results are written as they arrive; by default Spark stops once they sum up to 1 GiB.
    conf.setIfMissing("spark.driver.maxResultSize", "0");
    // Spark remembers jobs that are done for its web page, which is disabled.
    conf.setIfMissing("spark.ui.retainedJobs", "10");
    conf.setIfMissing("spark.ui.retainedStages", "10");
    conf.setIfMissing("spark.ui.retainedTasks", "1000");
    if (!master.matches("local(\\[.*)?")) {
      List<String> jars = Shipment.jars(conf.get("spark.jars", ""));
      conf.set("spark.jars", String.join(",", jars));
    }
    return conf;
  }

  /** The number of cores that the cluster provides at the moment, at least 1. */
  int cores() {
    return Math.max(1, context.isStopped() ? 1 : context.defaultParallelism());
  }

  /**
   * Submits a wave as a job. Both consumers are called by threads of Spark and must not block.
   *
   * @param mostSeconds the time after which a task begins no further run
   * @param results receives the results of each batch, by its index
   * @param failure receives why the job has failed, if it does
   */
  void submit(
      Wave wave,
      double mostSeconds,
      BiConsumer<Integer, List<RunResult>> results,
      Consumer<String> failure) {
    requireUsable();
    waveWatch.begin(wave);
    List<Object> indices = new ArrayList<>();
    for (int k = 0; k < wave.batches().size(); k++) {
      indices.add(k);
    }
    try {
      context.setLocalProperty(WaveWatch.NUMBER, Long.toString(wave.number()));
      RDD<Batch> rdd =
          context.parallelize(
              scala(wave.batches()), wave.batches().size(), ClassTag.apply(Batch.class));
      context
          .submitJob(rdd, new BatchTask(mostSeconds), scala(indices), handler(results), () -> null)
          .onComplete(
              end -> {
                if (end.isFailure()) {
                  failure.accept(String.valueOf(end.failed().get().getMessage()));
                }
                return null;
              },
              ExecutionContext.fromExecutor(Runnable::run));
    } catch (IllegalStateException e) {
      requireUsable();
      throw e;
    }
  }

  private static <T> Seq<T> scala(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }

  private static Function2<Object, List<RunResult>, BoxedUnit> handler(
      BiConsumer<Integer, List<RunResult>> results) {
    return new AbstractFunction2<Object, List<RunResult>, BoxedUnit>() {
      @Override
      public BoxedUnit apply(Object index, List<RunResult> result) {
        results.accept((Integer) index, result);
        return BoxedUnit.UNIT;
      }
    };
  }

  /** Forgets a wave that is over. */
  void forget(Wave wave) {
    waveWatch.end(wave);
  }

  /** Ends the application because the user interrupted it. */
  void interrupt() {
    interrupted = true;
    context.stop();
  }

  /**
   * Checks that the cluster can still execute runs.
   *
   * @throws RunnerFailedException if not
   */
  void requireUsable() {
    // Read once: the context may be stopped by an interruption between the checks.
    boolean stopped = context.isStopped();
    // When the program ends, Spark's own hook stops the context.
    if (interrupted || stopped && Interruption.isEnding()) {
      throw new RunnerFailedException(
          "Interrupted; what has arrived is safe, and --resume continues.", null);
    }
    executorWatch.requireExecutors(hasExecutors());
    if (stopped) {
      throw new RunnerFailedException(
          "--master "
              + master
              + ": the cluster has ended this application. What has arrived is safe, and --resume"
              + " continues.",
          null);
    }
  }

  private boolean hasExecutors() {
    // Spark counts the driver as an executor.
    return context.isStopped()
        || context.isLocal()
        || context.statusTracker().getExecutorInfos().length > 1;
  }

  @Override
  public void close() {
    context.stop();
  }
}
