package org.flatsearch.experiments.definition;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.flatsearch.experiments.search.WorkloadName;
import org.flatsearch.json.FileErrors;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.Location;
import org.flatsearch.json.NearestNames;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;

/**
 * Reads accelerators and workloads of a definition: a name, the path of a JSON file relative to the
 * folder of the definition, or either with figures to change.
 */
final class SpecReader {
  private final Path folder;

  SpecReader(Path folder) {
    this.folder = folder;
  }

  SpecChoice<Accelerator> accelerator(JsonValueReader value) {
    return choice(value, AcceleratorFigure.names(), SpecCatalogue::accelerator);
  }

  SpecChoice<AttentionWorkload> workload(JsonValueReader value) {
    return choice(
        value,
        Figures.workloadNames(),
        name -> WorkloadName.find(name).orElseGet(() -> SpecCatalogue.workload(name)));
  }

  private <T> SpecChoice<T> choice(
      JsonValueReader value, List<String> figures, Function<String, T> catalogue) {
    if (!value.isObject()) {
      return new SpecChoice<>(spec(value, catalogue), Map.of());
    }
    JsonObjectReader choice = value.asObject().allowOnly("name", "set");
    T spec = spec(choice.required("name", "flat-edge"), catalogue);
    Map<String, Located<String>> changes = new LinkedHashMap<>();
    choice
        .optionalObject("set")
        .ifPresent(
            set -> {
              for (String figure : set.fieldNames()) {
                requireFigure(figure, figures, set.nameAt(figure));
                JsonValueReader change = set.required(figure, "1");
                changes.put(figure, new Located<>(change.asText(), change.at()));
              }
            });
    return new SpecChoice<>(spec, changes);
  }

  private static void requireFigure(String figure, List<String> figures, Location at) {
    if (!figures.contains(figure)) {
      throw at.invalid(
          "there is no figure \"" + figure + "\" here. " + NearestNames.advice(figure, figures));
    }
  }

  private <T> T spec(JsonValueReader value, Function<String, T> catalogue) {
    return value.as(name -> catalogue.apply(SpecCatalogue.isFile(name) ? fromFolder(name) : name));
  }

  private String fromFolder(String file) {
    try {
      return folder.resolve(file).toString();
    } catch (InvalidPathException e) {
      throw FileErrors.noPath(e);
    }
  }
}
