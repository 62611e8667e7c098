package org.flatsearch.experiments.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.experiments.search.AcceleratorName;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;

/**
 * How much of a swept figure of an accelerator a search needs to use the PE array well. Where other
 * figures are swept too, there is one requirement for each of their values.
 *
 * @param figure the figure, such as {@link AcceleratorFigure#BUFFER_BYTES}
 * @param accelerator name of the accelerator, with the values of other swept figures
 * @param sample name of one of the accelerators that were tried
 * @param workload name of the workload
 * @param series the {@link BestRun#series} of the search
 * @param least the least value tried with a utilisation of at least {@link #ENOUGH}; empty if there
 *     is none
 * @param leastTried the least value tried at all
 * @param mostUtilization the highest utilisation at any value; 0 if nothing fits
 */
record Requirement(
    AcceleratorFigure figure,
    String accelerator,
    String sample,
    String workload,
    String series,
    OptionalDouble least,
    double leastTried,
    double mostUtilization) {
  /** The utilisation that a design should reach. */
  static final double ENOUGH = 0.95;

  private static final List<AcceleratorFigure> FIGURES =
      List.of(
          AcceleratorFigure.BUFFER_BYTES,
          AcceleratorFigure.DRAM_READ_BYTES_PER_SECOND,
          AcceleratorFigure.ON_CHIP_BYTES_PER_SECOND,
          AcceleratorFigure.LANES);

  private record Key(String accelerator, String workload, String series) {}

  /** What each search for low latency needs of each swept figure. */
  static List<Requirement> of(ExperimentHeader header, List<BestRun> bestRuns) {
    List<Requirement> all = new ArrayList<>();
    for (AcceleratorFigure figure : FIGURES) {
      Map<Key, List<BestRun>> groups = new LinkedHashMap<>();
      for (BestRun best : bestRuns) {
        if (!best.run().setting().objective().metrics().get(0).equals("latency")) {
          continue;
        }
        String original = AcceleratorName.original(best.run().accelerator());
        Key key = new Key(original, best.run().workload(), best.series());
        groups.computeIfAbsent(key, k -> new ArrayList<>()).add(best);
      }
      groups.forEach(
          (key, group) -> {
            if (!add(all, header, figure, key, group)) {
              byOthers(header, figure, key, group)
                  .forEach((of, some) -> add(all, header, figure, of, some));
            }
          });
    }
    return all;
  }

  /** Adds what these runs need and returns true, if they tried several values, and each once. */
  private static boolean add(
      List<Requirement> all,
      ExperimentHeader header,
      AcceleratorFigure figure,
      Key key,
      List<BestRun> group) {
    Map<Double, BestRun> byValue = new TreeMap<>();
    for (BestRun best : group) {
      byValue.put(value(header.accelerators().get(best.run().accelerator()), figure), best);
    }
    boolean isSwept = byValue.size() == group.size() && group.size() > 1;
    if (isSwept) {
      all.add(of(figure, key, byValue));
    }
    return isSwept;
  }

  /** Groups best runs by the values of the other swept figures. */
  private static Map<Key, List<BestRun>> byOthers(
      ExperimentHeader header, AcceleratorFigure figure, Key key, List<BestRun> group) {
    OtherFigures others =
        OtherFigures.of(
            figure,
            group.stream()
                .map(best -> header.accelerators().get(best.run().accelerator()))
                .toList());
    Map<Key, List<BestRun>> groups = new LinkedHashMap<>();
    for (BestRun best : group) {
      String name = others.name(header.accelerators().get(best.run().accelerator()));
      groups
          .computeIfAbsent(new Key(name, key.workload(), key.series()), unused -> new ArrayList<>())
          .add(best);
    }
    return groups;
  }

  private static Requirement of(AcceleratorFigure figure, Key key, Map<Double, BestRun> byValue) {
    OptionalDouble least =
        byValue.entrySet().stream()
            .filter(entry -> utilization(entry.getValue()) >= ENOUGH)
            .mapToDouble(Map.Entry::getKey)
            .findFirst();
    return new Requirement(
        figure,
        key.accelerator(),
        byValue.values().iterator().next().run().accelerator(),
        key.workload(),
        key.series(),
        least,
        byValue.keySet().iterator().next(),
        byValue.values().stream().mapToDouble(Requirement::utilization).max().orElseThrow());
  }

  private static double utilization(BestRun best) {
    return best.run().isFeasible() ? best.cost().utilization() : 0;
  }

  private static double value(Accelerator accelerator, AcceleratorFigure figure) {
    return ((Number) figure.valueOf(accelerator)).doubleValue();
  }

  /** The requirement as a JSON object, without a least value if none of those tried is enough. */
  ObjectNode toJson() {
    ObjectNode json =
        StrictJson.newObject()
            .put("figure", figure.path())
            .put("accelerator", accelerator)
            .put("sample", sample)
            .put("workload", workload)
            .put("series", series);
    least.ifPresent(value -> TargetsDocument.put(json, "least", value));
    json.put("isLeastTried", least.orElse(Double.NaN) == leastTried);
    return json.put("mostUtilization", mostUtilization);
  }
}
