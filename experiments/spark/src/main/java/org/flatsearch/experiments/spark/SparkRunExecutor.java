package org.flatsearch.experiments.spark;

import java.util.List;
import java.util.function.Consumer;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.run.Interruption;
import org.flatsearch.experiments.run.RunExecutor;
import org.flatsearch.experiments.run.RunOutcome;
import org.flatsearch.experiments.run.RunnerFailedException;

/** Executes runs as one Spark application, which {@link #prepare} starts. */
final class SparkRunExecutor implements RunExecutor {
  private final String master;
  private SparkCluster cluster;

  SparkRunExecutor(String master) {
    this.master = master;
  }

  @Override
  public String description() {
    return "Spark at " + master;
  }

  @Override
  public void prepare() {
    if (cluster == null) {
      SparkPresence.check();
      cluster = SparkCluster.open(master);
    }
  }

  @Override
  public void execute(List<Run> runs, Consumer<RunOutcome> outcomes) {
    prepare();
    if (runs.isEmpty()) {
      return;
    }
    // At Ctrl-C the jobs are cancelled, and results that have arrived are still handed over.
    try (Interruption interruption = new Interruption()) {
      interruption.onInterrupt(cluster::interrupt);
      new Dispatch(cluster, runs, outcomes).run();
    }
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
      cluster = null;
    }
  }

  /** Checks that Spark is there. It refers to none of Spark's classes, so that it loads without. */
  private static final class SparkPresence {
    private static final String HOW =
        "Start it by spark-submit, or by java @experiments/spark/target/driver.args;"
            + " docs/cluster.md shows both.";

    static void check() {
      try {
        Class.forName("org.apache.spark.SparkContext", false, SparkPresence.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new RunnerFailedException(
            "--runner spark: Spark itself is not on the class path. " + HOW, e);
      }
      if (!Object.class.getModule().isOpen("sun.nio.ch", SparkPresence.class.getModule())) {
        throw new RunnerFailedException(
            "--runner spark: Java was started without the options that Spark needs, such as"
                + " --add-opens=java.base/sun.nio.ch=ALL-UNNAMED. "
                + HOW,
            null);
      }
    }
  }
}
