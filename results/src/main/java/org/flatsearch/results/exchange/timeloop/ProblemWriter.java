package org.flatsearch.results.exchange.timeloop;

import java.util.List;
import java.util.stream.Collectors;
import org.flatsearch.results.exchange.yaml.YamlText;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.AttentionWorkload;

/** Writes one stage as a batched matrix product. */
final class ProblemWriter {
  private ProblemWriter() {}

  static String write(Stage stage, AttentionWorkload workload) {
    YamlText text = new YamlText();
    text.comment("Stage " + stage.jsonName() + " of workload " + workload.name() + ":");
    text.comment("I instances (batch x key/value heads), P rows, M keys, E query dim, F value dim");
    text.open("problem:").line("version: 0.4").open("shape:");
    text.line("name: " + (stage == Stage.LOGIT ? "Logit" : "Attend"));
    text.line(
        "dimensions: [ %s ]"
            .formatted(
                stage.dimensions().stream()
                    .map(DataSpaces::letter)
                    .collect(Collectors.joining(", "))));
    text.line("data_spaces:");
    List<Tensor> tensors = DataSpaces.of(stage);
    for (Tensor tensor : tensors) {
      boolean output = tensor == tensors.get(tensors.size() - 1);
      text.line(
          "- {name: %s, projection: [ %s ]%s}"
              .formatted(
                  DataSpaces.name(tensor),
                  stage.dimensions().stream()
                      .filter(tensor::isIndexedBy)
                      .map(dimension -> "[[" + DataSpaces.letter(dimension) + "]]")
                      .collect(Collectors.joining(", ")),
                  output ? ", read_write: True" : ""));
    }
    text.close();
    text.line("instance: { " + instance(stage, workload) + " }");
    return text.toString();
  }

  private static String instance(Stage stage, AttentionWorkload workload) {
    return stage.dimensions().stream()
        .map((Dimension d) -> DataSpaces.letter(d) + ": " + Extents.of(workload, d))
        .collect(Collectors.joining(", "));
  }
}
