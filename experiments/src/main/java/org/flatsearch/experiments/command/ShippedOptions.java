package org.flatsearch.experiments.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * The options that choose from the shipped accelerators and workloads: all, unless some are named.
 */
public final class ShippedOptions {
  @Option(
      names = {"-a", "--accelerator"},
      paramLabel = "NAME",
      description = "Only this accelerator; may be repeated. All that ship by default.")
  private List<String> accelerators = new ArrayList<>();

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "NAME",
      description = "Only this workload; may be repeated. All that ship by default.")
  private List<String> workloads = new ArrayList<>();

  /** Names of accelerators; empty for all. */
  public List<String> accelerators() {
    return List.copyOf(accelerators);
  }

  /** Names of workloads; empty for all. */
  public List<String> workloads() {
    return List.copyOf(workloads);
  }
}
