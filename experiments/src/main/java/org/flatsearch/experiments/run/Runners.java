package org.flatsearch.experiments.run;

import java.util.Map;
import java.util.ServiceLoader;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugIns;

/** The runners on the class path, by name. */
public final class Runners {
  private static final String WHAT = "runner";

  /** The runner that has a jar of its own, so that only those who use it need Spark. */
  private static final String SPARK = "spark";

  private Runners() {}

  /** All runners that {@link ServiceLoader} finds, in the order of their names. */
  public static Map<String, Runner> all() {
    return PlugIns.byName(Runner.class, WHAT, Runner::name);
  }

  /**
   * The executor of the runner {@code name};
   *
   * @throws InvalidInputException if there is no such runner, or it refuses the settings
   */
  public static RunExecutor executor(String name, RunnerSettings settings) {
    return named(name).executor(settings);
  }

  private static Runner named(String name) {
    Map<String, Runner> runners = all();
    if (name.equals(SPARK) && !runners.containsKey(SPARK)) {
      throw new InvalidInputException(
          "--runner spark: this program was built without it. \"mvn -q package -Pspark"
              + " -DskipTests\" builds experiments/spark/target/flatsearch-spark.jar, which has it;"
              + " docs/cluster.md shows how to start it.");
    }
    return PlugIns.named(runners, WHAT, name);
  }
}
