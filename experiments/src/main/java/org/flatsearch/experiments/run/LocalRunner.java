package org.flatsearch.experiments.run;

import org.flatsearch.json.InvalidInputException;

/** Executes runs in this process, on all of its processors unless told otherwise. */
public final class LocalRunner implements Runner {
  /** Its name. */
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
