package org.flatsearch.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.experiments.search.AcceleratorName;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;

/**
 * How much of a swept figure of an accelerator a search needs to use the PE array well.
 *
 * @param figure the figure, such as {@link AcceleratorFigure#BUFFER_BYTES}
 * @param accelerator name of the accelerator whose figure was swept
 * @param workload name of the workload
 * @param series the search, with its objective where it has several
 * @param least the least value tried with a utilisation of {@link #ENOUGH}; empty if there is none
 * @param leastTried the least value tried at all
 * @param mostUtilization the highest utilisation at any value; 0 if nothing fits
 */
record Reach(
    AcceleratorFigure figure,
    String accelerator,
    String workload,
    String series,
    OptionalDouble least,
    double leastTried,
    double mostUtilization) {
  /** The utilisation that a design is to reach. */
  static final double ENOUGH = 0.95;

  private static final List<AcceleratorFigure> FIGURES =
      List.of(
          AcceleratorFigure.BUFFER_BYTES,
          AcceleratorFigure.DRAM_READ_BYTES_PER_SECOND,
          AcceleratorFigure.ON_CHIP_BYTES_PER_SECOND,
          AcceleratorFigure.LANES);

  private record Key(String accelerator, String workload, String series) {}

  /**
   * What each search for low latency needs of each swept figure, where nothing else of the
   * accelerator was swept.
   */
  static List<Reach> of(ExperimentHeader header, List<Outcome> outcomes) {
    List<Reach> all = new ArrayList<>();
    for (AcceleratorFigure figure : FIGURES) {
      Map<Key, List<Outcome>> groups = new LinkedHashMap<>();
      for (Outcome outcome : outcomes) {
        if (!outcome.best().objective().get(0).equals("latency")) {
          continue;
        }
        String original = AcceleratorName.original(outcome.best().accelerator());
        Key key = new Key(original, outcome.best().workload(), outcome.series());
        groups.computeIfAbsent(key, k -> new ArrayList<>()).add(outcome);
      }
      groups.forEach(
          (key, group) -> {
            Map<Double, Outcome> byValue = new TreeMap<>();
            for (Outcome outcome : group) {
              byValue.put(
                  value(header.accelerators().get(outcome.best().accelerator()), figure), outcome);
            }
            if (byValue.size() == group.size() && group.size() > 1) {
              all.add(of(figure, key, byValue));
            }
          });
    }
    return all;
  }

  private static Reach of(AcceleratorFigure figure, Key key, Map<Double, Outcome> byValue) {
    OptionalDouble least =
        byValue.entrySet().stream()
            .filter(entry -> utilization(entry.getValue()) >= ENOUGH)
            .mapToDouble(Map.Entry::getKey)
            .findFirst();
    return new Reach(
        figure,
        key.accelerator(),
        key.workload(),
        key.series(),
        least,
        byValue.keySet().iterator().next(),
        byValue.values().stream().mapToDouble(Reach::utilization).max().orElseThrow());
  }

  private static double utilization(Outcome outcome) {
    return outcome.best().isFeasible()
        ? outcome.best().best().orElseThrow().cost().utilization()
        : 0;
  }

  private static double value(Accelerator accelerator, AcceleratorFigure figure) {
    return ((Number) figure.valueOf(accelerator)).doubleValue();
  }
}
