package org.flatsearch.results.exchange.tileflow;

import org.flatsearch.results.exchange.yaml.YamlText;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.AttentionWorkload;

/** Writes attention as TileFlow's two operators, with the logits as tensor C between them. */
final class ProblemWriter {
  private ProblemWriter() {}

  static String write(AttentionWorkload workload) {
    YamlText text = new YamlText();
    text.comment("Attention of workload " + workload.name() + ".");
    text.comment("H instances (batch x key/value heads), M rows, L keys, A query dim, N value dim");
    text.open("problem:");
    text.line("io: {ins: \"Q, K, V\", outs: O}");
    text.line("dimensions: [B,H,M,N,A,L]");
    text.line(
        "instance: {B: 1, H: %s, M: %s, N: %s, A: %s, L: %s}"
            .formatted(
                workload.instances(),
                workload.rows(),
                workload.valueDim(),
                workload.queryDim(),
                workload.keys()));
    text.line("ops:");
    operator(text, Stage.LOGIT, "[B,H,A,L,M]");
    tensor(text, "C", "ML", true);
    tensor(text, "K", "AL", false);
    tensor(text, "Q", "MA", false);
    text.line("ins: K, Q").line("out: C").close();
    operator(text, Stage.ATTEND, "[B,H,L,N,M]");
    tensor(text, "O", "MN", true);
    tensor(text, "V", "LN", false);
    tensor(text, "C", "ML", false);
    text.line("ins: C, V").line("out: O").close();
    return text.toString();
  }

  private static void operator(YamlText text, Stage stage, String dimensions) {
    text.open("- name: " + Letters.operator(stage));
    text.line("dimensions: " + dimensions);
    text.line("data-spaces:");
  }

  private static void tensor(YamlText text, String name, String matrix, boolean written) {
    StringBuilder projection = new StringBuilder();
    for (char letter : ("BH" + matrix).toCharArray()) {
      projection.append(projection.isEmpty() ? "" : ", ").append("[[").append(letter).append("]]");
    }
    text.line(
        "- {name: %s, projection: [ %s ]%s}"
            .formatted(name, projection, written ? ", read-write: True" : ""));
  }
}
