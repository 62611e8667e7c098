package org.flatsearch.experiments.spark;

import java.util.Optional;
import java.util.regex.Pattern;
import org.flatsearch.experiments.run.RunExecutor;
import org.flatsearch.experiments.run.Runner;
import org.flatsearch.experiments.run.RunnerSettings;
import org.flatsearch.json.InvalidInputException;

/** The runner that executes runs on the cluster of a Spark master. */
public final class SparkRunner implements Runner {
  /** The system property that {@code spark-submit} sets. */
  private static final String MASTER_PROPERTY = "spark.master";

  private static final Pattern MASTER =
      Pattern.compile(
          "local(\\[.+])?|local-cluster\\[.+]|spark://[^/\\s:]+:\\d+(,[^/\\s:]+:\\d+)*|yarn|k8s://\\S+");

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public String description() {
    return "an Apache Spark cluster, whose master --master names";
  }

  @Override
  public RunExecutor executor(RunnerSettings settings) {
    if (settings.threads().isPresent()) {
      throw new InvalidInputException(
          "--threads: the cores of a cluster are limited by Spark's own setting spark.cores.max;"
              + " leave --threads out.");
    }
    String master =
        settings
            .master()
            .or(() -> Optional.ofNullable(System.getProperty(MASTER_PROPERTY)))
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "--master: --runner spark needs the address of a master, such as"
                            + " spark://head:7077; spark-submit supplies it."));
    if (!MASTER.matcher(master).matches()) {
      throw new InvalidInputException(
          "--master: must be spark://HOST:PORT, yarn, k8s://URL or local[N], found \""
              + master
              + "\".");
    }
    return new SparkRunExecutor(master);
  }
}
