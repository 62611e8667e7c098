package org.flatsearch.experiments.definition;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.flatsearch.experiments.search.WorkloadName;
import org.flatsearch.json.FileErrors;
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

  SpecChoice<Accelerator> accelerator(Node node) {
    return choice(node, AcceleratorFigure.names(), SpecCatalogue::accelerator);
  }

  SpecChoice<AttentionWorkload> workload(Node node) {
    return choice(
        node,
        Figures.workloadNames(),
        name -> WorkloadName.find(name).orElseGet(() -> SpecCatalogue.workload(name)));
  }

  private <T> SpecChoice<T> choice(Node node, List<String> figures, Function<String, T> catalogue) {
    if (!(node instanceof Node.Mapping mapping)) {
      return new SpecChoice<>(spec(node, catalogue), Map.of());
    }
    mapping.allowOnly(List.of("name", "set"));
    T spec = spec(mapping.required("name", "name: flat-edge"), catalogue);
    Map<String, Located<String>> changes = new LinkedHashMap<>();
    mapping
        .optional("set")
        .map(Node::asMapping)
        .ifPresent(
            set ->
                set.fields()
                    .forEach(
                        (figure, value) -> {
                          requireFigure(figure, figures, set.names().get(figure));
                          changes.put(figure, new Located<>(value.asText(), value.at()));
                        }));
    return new SpecChoice<>(spec, changes);
  }

  private static void requireFigure(String figure, List<String> figures, Location at) {
    if (!figures.contains(figure)) {
      throw at.invalid(
          "there is no figure \"" + figure + "\" here. " + NearestNames.advice(figure, figures));
    }
  }

  private <T> T spec(Node node, Function<String, T> catalogue) {
    return node.parsed(
        name -> catalogue.apply(SpecCatalogue.isFile(name) ? fromFolder(name) : name));
  }

  private String fromFolder(String file) {
    try {
      return folder.resolve(file).toString();
    } catch (InvalidPathException e) {
      throw FileErrors.noPath(e);
    }
  }
}
