package org.flatsearch.experiments.run;

import org.flatsearch.json.InvalidInputException;

/** The runner that executes runs in this process, by default on all of its processors. */
public final class LocalRunner implements Runner {
  /** The name of this runner. */
  public static final String NAME = "local";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "this machine, on all processors or as many as --threads says";
  }

  @Override
  public RunExecutor executor(RunnerSettings settings) {
    if (settings.master().isPresent()) {
      throw new InvalidInputException(
          "--master: is the address of a cluster, and runs are executed here; add --runner spark"
              + " or leave it out.");
    }
    return new LocalRunExecutor(
        settings.threads().orElse(Runtime.getRuntime().availableProcessors()));
  }
}
