package org.flatsearch.results.exchange.timeloop;

import java.util.Locale;
import org.flatsearch.results.exchange.levels.CoreSplit;
import org.flatsearch.results.exchange.yaml.YamlText;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Writes an accelerator as Timeloop's levels: DRAM, a buffer per core, a register and a multiplier
 * per PE. Bandwidths are in words a cycle and instance, left out where unlimited. Columns of the
 * array lie along the mesh's X side.
 */
final class ArchitectureWriter {
  /** Words of a row of the buffer. */
  private static final int BLOCK = 4;

  private ArchitectureWriter() {}

  static String write(Accelerator accelerator, AttentionWorkload workload, CoreSplit split) {
    long bits = 8L * workload.wordBytes();
    double wordsPerCycle = accelerator.clockHz() * workload.wordBytes();
    long elements = accelerator.processingElements();
    String mesh = elements > 1 ? ", meshX: " + (long) split.meshX() * accelerator.columns() : "";
    String block =
        String.format(
            Locale.ROOT, "width: %d, block_size: %d, word_bits: %d", BLOCK * bits, BLOCK, bits);
    YamlText text = new YamlText();
    text.comment("Accelerator " + accelerator.name() + ", words of " + bits + " bits.");
    text.comment(
        "The buffer's one port is a read bandwidth here; a DRAM channel that reads and writes");
    text.comment("share has its bandwidth for each; the softmax unit is not modelled.");
    text.open("architecture:").line("version: 0.4").line("subtree:");
    text.open("- name: system").line("local:");
    text.line(
        "- {name: DRAM, class: DRAM, attributes: {type: LPDDR4, %s%s%s}}"
            .formatted(
                block,
                bandwidth("read", accelerator.dramReadBytesPerSecond() / wordsPerCycle),
                bandwidth("write", accelerator.dramWriteBytesPerSecond() / wordsPerCycle)));
    text.line("subtree:").open("- name: chip").line("local:");
    text.line(
        String.format(
            Locale.ROOT,
            "- {name: \"%s\", class: SRAM, attributes: {depth: %d, %s%s%s}}",
            array("Buffer", accelerator.cores()),
            accelerator.bufferBytes() / rowBytes(workload),
            block,
            accelerator.cores() > 1 ? ", meshX: " + split.meshX() : "",
            bandwidth("read", accelerator.onChipBytesPerSecond() / wordsPerCycle)));
    text.line(
        String.format(
            Locale.ROOT,
            "- {name: \"%s\", class: regfile, attributes: {depth: 3, width: %d, block_size: 1,"
                + " word_bits: %d%s}}",
            array("Register", elements),
            bits,
            bits,
            mesh));
    text.line(
        String.format(
            Locale.ROOT,
            "- {name: \"%s\", class: intmac, attributes: {datawidth: %d%s}}",
            array("MAC", elements),
            bits,
            mesh));
    return text.toString();
  }

  /** Bytes of a row of the buffer, of which there are whole ones only. */
  static long rowBytes(AttentionWorkload workload) {
    return (long) BLOCK * workload.wordBytes();
  }

  private static String array(String name, long instances) {
    return instances == 1 ? name : name + "[0.." + (instances - 1) + "]";
  }

  private static String bandwidth(String direction, double wordsPerCycle) {
    return Double.isInfinite(wordsPerCycle)
        ? ""
        : ", " + direction + "_bandwidth: " + YamlText.number(wordsPerCycle);
  }
}
