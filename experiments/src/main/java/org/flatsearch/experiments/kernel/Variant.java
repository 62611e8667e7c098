package org.flatsearch.experiments.kernel;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flatsearch.experiments.search.ScheduleRules;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.search.Restriction;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** A kernel with a value for each of its parameters. */
public final class Variant {
  private final KernelOnChip on;
  private final Map<String, Integer> parameters;
  private final Map<String, Double> values;
  private AttentionSchedule schedule;

  /**
   * @param parameters the parameters, in the order of the document
   * @param values all that expressions may name
   */
  Variant(KernelOnChip on, Map<String, Integer> parameters, Map<String, Double> values) {
    this.on = on;
    this.parameters = parameters;
    this.values = values;
  }

  /** The parameters, in the order of the kernel's document. */
  public Map<String, Integer> parameters() {
    return parameters;
  }

  /** The kernel. */
  public Kernel kernel() {
    return on.kernel();
  }

  /** The layer as the kernel sees it. */
  public AttentionWorkload workload() {
    return on.workload();
  }

  /** The chip with the figures of the kernel. */
  public Accelerator accelerator() {
    return on.accelerator(values);
  }

  /** What the kernel does with these parameters. */
  public AttentionSchedule schedule() {
    if (schedule == null) {
      schedule = on.schedule(values).schedule();
    }
    return schedule;
  }

  /** Whether it uses no more than there is, and its schedule is one that the kernel can run. */
  boolean keepsTheRules() {
    return excess().isEmpty() && on.kernel().requires().stream().noneMatch(this::breaks);
  }

  private boolean breaks(Restriction rule) {
    return ScheduleRules.breaks(ScheduleRules.parse(rule.text(), on.workload()), schedule());
  }

  /** What it uses too much of, in words; empty if nothing. */
  public Optional<String> excess() {
    return on.kernel().uses().entrySet().stream()
        .filter(
            use ->
                use.getValue().needs().value(values::get) > use.getValue().has().value(values::get))
        .map(
            use ->
                "%s: it needs %.0f and has %.0f"
                    .formatted(
                        use.getKey(),
                        use.getValue().needs().value(values::get),
                        use.getValue().has().value(values::get)))
        .findFirst();
  }

  /** As tuners write block sizes: {@code 512×512}; from the third on, defaults are left out. */
  public String blocks() {
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (Map.Entry<String, Integer> each : parameters.entrySet()) {
      Parameter parameter = on.kernel().parameters().get(each.getKey());
      boolean isDefault = each.getValue() == parameter.byDefault().value(values::get);
      text.append(at > 1 && isDefault ? "" : (at == 0 ? "" : "×") + each.getValue());
      at++;
    }
    return text.toString();
  }

  /** In words: {@code fa3: 128 rows, 128 keys}. */
  @Override
  public String toString() {
    return on.kernel().name() + ": " + text(parameters);
  }

  /** Parameters in words: {@code block_q 128, block_kv 176}. */
  public static String text(Map<String, Integer> parameters) {
    return parameters.entrySet().stream()
        .map(each -> each.getKey() + " " + each.getValue())
        .collect(Collectors.joining(", "));
  }
}
