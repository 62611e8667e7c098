package org.flatsearch.experiments.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flatsearch.experiments.search.WorkloadName;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
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
      description =
          "Only this workload; may be repeated. By default all that ship, causal ones also without"
              + " their mask (NAME+mask-none).")
  private List<String> workloads = new ArrayList<>();

  /** The accelerators. */
  public List<Accelerator> accelerators() {
    return accelerators.isEmpty()
        ? SpecCatalogue.accelerators()
        : accelerators.stream().distinct().map(SpecCatalogue::accelerator).toList();
  }

  /** The workloads; by default, layers with a causal mask also without it. */
  public List<AttentionWorkload> workloads() {
    return workloads.isEmpty()
        ? SpecCatalogue.workloads().stream()
            .flatMap(each -> Stream.of(each, plain(each)))
            .distinct()
            .toList()
        : workloads.stream().distinct().map(ShippedOptions::workload).toList();
  }

  private static AttentionWorkload workload(String name) {
    return WorkloadName.find(name).orElseGet(() -> SpecCatalogue.workload(name));
  }

  private static AttentionWorkload plain(AttentionWorkload workload) {
    AttentionWorkload unmasked =
        workload.mask().equals(Mask.CAUSAL) ? workload.withMask(Mask.NONE) : workload;
    return WorkloadName.rename(workload, unmasked.withValuesInKeys(false));
  }
}
