package org.flatsearch.results.exchange.accelforge;

import org.flatsearch.results.exchange.yaml.YamlText;
import org.flatsearch.spec.AttentionWorkload;

/** Writes attention as three Einsums; the softmax counts as elementwise. */
final class WorkloadWriter {
  private WorkloadWriter() {}

  static String write(AttentionWorkload workload) {
    YamlText text = new YamlText();
    text.comment("Attention of workload " + workload.name() + ".");
    text.comment("H instances (batch x key/value heads), M rows, P keys, E query dim, F value dim");
    text.open("workload:");
    text.line(
        "rank_sizes: {H: %s, M: %s, P: %s, E: %s, F: %s}"
            .formatted(
                workload.instances(),
                workload.rows(),
                workload.keys(),
                workload.queryDim(),
                workload.valueDim()));
    text.line("bits_per_value: {All: %s}".formatted(8L * workload.wordBytes()));
    text.line("einsums:");
    einsum(text, "QK", "Q, projection: [h, m, e]", "K, projection: [h, p, e]", "[h, m, p]");
    einsum(text, "QK_softmax", "QK, projection: [h, m, p]", null, "[h, m, p]");
    einsum(
        text, "AV", "QK_softmax, projection: [h, m, p]", "V, projection: [h, p, f]", "[h, m, f]");
    return text.toString();
  }

  private static void einsum(YamlText text, String name, String a, String b, String output) {
    text.open("- name: " + name).line("tensor_accesses:");
    text.line("- {name: " + a + "}");
    if (b != null) {
      text.line("- {name: " + b + "}");
    }
    text.line("- {name: " + name + ", projection: " + output + ", output: True}");
    text.close();
  }
}
