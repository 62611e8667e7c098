package org.flatsearch.experiments.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.experiments.search.AcceleratorName;
import org.flatsearch.experiments.search.WorkloadName;
import org.flatsearch.experiments.text.TargetText;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.WorkloadFigure;

/** The accelerators and workloads of a report: the figures that plots use, and those that vary. */
final class TargetsDocument {
  private TargetsDocument() {}

  static ArrayNode accelerators(ExperimentHeader header) {
    ArrayNode json = StrictJson.newObject().putArray("accelerators");
    Map<String, Function<Accelerator, Object>> figures = new LinkedHashMap<>();
    for (AcceleratorFigure figure : AcceleratorFigure.values()) {
      figures.put(figure.path(), figure::valueOf);
    }
    keepVarying(figures, header.accelerators().values());
    for (Accelerator accelerator : header.accelerators().values()) {
      ObjectNode entry =
          json.addObject()
              .put("name", accelerator.name())
              .put("base", AcceleratorName.original(accelerator.name()))
              .put("text", TargetText.of(accelerator));
      entry.put("peakMacsPerSecond", accelerator.processingElements() * accelerator.clockHz());
      entry.put("dramBytesPerSecond", accelerator.dramBytesPerSecond());
      entry.put("bufferBytes", accelerator.bufferBytes());
      put(entry.putObject("figures"), accelerator, figures);
    }
    return json;
  }

  static ArrayNode workloads(ExperimentHeader header) {
    ArrayNode json = StrictJson.newObject().putArray("workloads");
    Map<String, Function<AttentionWorkload, Object>> figures = new LinkedHashMap<>();
    for (WorkloadFigure figure : WorkloadFigure.values()) {
      if (header.workloads().values().stream().anyMatch(figure::isStated)) {
        figures.put(figure.path(), figure::valueOf);
      }
    }
    keepVarying(figures, header.workloads().values());
    for (AttentionWorkload workload : header.workloads().values()) {
      ObjectNode entry =
          json.addObject()
              .put("name", workload.name())
              .put("base", WorkloadName.original(workload.name()))
              .put("text", TargetText.of(workload))
              .put("macs", workload.macs());
      put(entry.putObject("figures"), workload, figures);
    }
    return json;
  }

  /** Leaves only the figures that differ between some of the specs. */
  private static <T> void keepVarying(
      Map<String, Function<T, Object>> figures, Collection<T> specs) {
    figures.values().removeIf(figure -> specs.stream().map(figure).distinct().count() <= 1);
  }

  private static <T> void put(ObjectNode json, T spec, Map<String, Function<T, Object>> figures) {
    figures.forEach(
        (name, value) -> {
          Object figure = value.apply(spec);
          if (figure instanceof Boolean flag) {
            json.put(name, flag);
          } else if (figure instanceof Number number) {
            put(json, name, number.doubleValue());
          } else {
            json.put(name, figure.toString());
          }
        });
  }

  /** Puts a figure, which may be unlimited. */
  static void put(ObjectNode json, String name, double figure) {
    if (Double.isInfinite(figure)) {
      json.put(name, "unlimited");
    } else {
      json.set(name, StrictJson.number(figure));
    }
  }
}
