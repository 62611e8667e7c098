package org.flatsearch.results.exchange.tileflow;

import java.util.Locale;
import org.flatsearch.results.exchange.levels.CoreSplit;
import org.flatsearch.results.exchange.yaml.YamlText;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Writes an accelerator as TileFlow's three levels: DRAM, a buffer per core, registers per PE.
 * Bandwidths are in words a cycle and instance, left out where unlimited. Columns of the array lie
 * along the mesh's X side.
 */
final class ArchitectureWriter {
  private ArchitectureWriter() {}

  static String write(Accelerator accelerator, AttentionWorkload workload, CoreSplit split) {
    long bits = 8L * workload.wordBytes();
    double wordsPerCycle = accelerator.clockHz() * workload.wordBytes();
    int cores = accelerator.cores();
    long meshX = (long) split.meshX() * accelerator.columns();
    long meshY = (long) split.meshY() * accelerator.rows();
    long elements = accelerator.processingElements();
    String mesh = "meshX: " + meshX + ", meshY: " + meshY;
    YamlText text = new YamlText();
    text.comment("Accelerator " + accelerator.name() + ", words of " + bits + " bits.");
    text.comment(
        "The buffer's one port is a read bandwidth here; a DRAM channel that reads and writes");
    text.comment("share has its bandwidth for each; the softmax unit is not modelled.");
    text.open("architecture:").line("version: 0.2").line("subtree:");
    text.open("- name: System").line("local:");
    text.line(
        String.format(
            Locale.ROOT,
            "- {name: DRAM, class: DRAM, attributes: {word-bits: %d, block-size: 32%s%s, sizeKB:"
                + " %s}}",
            bits,
            bandwidth("read", accelerator.dramReadBytesPerSecond() / wordsPerCycle),
            bandwidth("write", accelerator.dramWriteBytesPerSecond() / wordsPerCycle),
            "1600000000"));
    text.line("subtree:").open("- name: Core").line("local:");
    text.line(
        String.format(
            Locale.ROOT,
            "- {name: \"%s\", class: SRAM, attributes: {%swidth: %d, word-bits: %d%s, sizeKB: %d}}",
            array("SRAM", cores),
            cores > 1 ? "meshX: " + split.meshX() + ", meshY: " + split.meshY() + ", " : "",
            bits,
            bits,
            bandwidth("read", accelerator.onChipBytesPerSecond() / wordsPerCycle),
            accelerator.bufferBytes() / 1024));
    text.line("subtree:").open("- name: PE").line("local:");
    text.line(
        String.format(
            Locale.ROOT,
            "- {name: \"%s\", class: regfile, attributes: {%s, depth: 1, block-size: 6,"
                + " word-bits: %d, read_bandwidth: 3}}",
            array("RF", elements),
            mesh,
            bits));
    text.line(
        String.format(
            Locale.ROOT,
            "- {name: \"%s\", class: intmac, attributes: {word-bits: %d, %s}}",
            array("mac", elements),
            bits,
            mesh));
    return text.toString();
  }

  private static String array(String name, long instances) {
    return instances == 1 ? name : String.format(Locale.ROOT, "%s[0..%d]", name, instances - 1);
  }

  private static String bandwidth(String direction, double wordsPerCycle) {
    return Double.isInfinite(wordsPerCycle)
        ? ""
        : ", " + direction + "_bandwidth: " + YamlText.number(wordsPerCycle);
  }
}
