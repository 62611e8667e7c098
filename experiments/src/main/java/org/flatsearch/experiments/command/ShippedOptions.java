package org.flatsearch.experiments.command;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
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

  /** The accelerators. */
  public List<Accelerator> accelerators() {
    return accelerators.isEmpty()
        ? SpecCatalogue.accelerators()
        : accelerators.stream().distinct().map(SpecCatalogue::accelerator).toList();
  }

  /** The workloads. */
  public List<AttentionWorkload> workloads() {
    return workloads.isEmpty()
        ? SpecCatalogue.workloads()
        : workloads.stream().distinct().map(SpecCatalogue::workload).toList();
  }
}
