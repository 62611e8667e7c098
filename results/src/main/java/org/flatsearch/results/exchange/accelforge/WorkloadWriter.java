package org.flatsearch.results.exchange.accelforge;

import java.util.List;
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
    String q = access(workload, "Q", "[h, m, e]", workload.bytes().q());
    String k = access(workload, "K", "[h, p, e]", workload.bytes().k());
    String v = access(workload, "V", "[h, p, f]", workload.bytes().v());
    String logits = access(workload, "QK", "[h, m, p]", workload.logitBytes());
    String softmax = access(workload, "QK_softmax", "[h, m, p]", workload.logitBytes());
    String output = access(workload, "AV", "[h, m, f]", workload.bytes().o());
    einsum(text, "QK", List.of(q, k), logits);
    einsum(text, "QK_softmax", List.of(logits), softmax);
    einsum(text, "AV", List.of(softmax, v), output);
    return text.toString();
  }

  private static String access(
      AttentionWorkload workload, String tensor, String projection, double bytes) {
    String bits = bytes == workload.wordBytes() ? "" : ", bits_per_value: " + Math.round(8 * bytes);
    return "name: " + tensor + ", projection: " + projection + bits;
  }

  private static void einsum(YamlText text, String name, List<String> inputs, String output) {
    text.open("- name: " + name).line("tensor_accesses:");
    inputs.forEach(input -> text.line("- {" + input + "}"));
    text.line("- {" + output + ", output: True}");
    text.close();
  }
}
