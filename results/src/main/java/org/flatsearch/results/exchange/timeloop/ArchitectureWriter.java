package org.flatsearch.results.exchange.timeloop;

import java.util.List;
import org.flatsearch.results.exchange.levels.CoreSplit;
import org.flatsearch.results.exchange.levels.EnergyTable;
import org.flatsearch.results.exchange.levels.EnergyTable.Memory;
import org.flatsearch.results.exchange.levels.PeerArchitecture;
import org.flatsearch.results.exchange.yaml.YamlText;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Writes an accelerator as Timeloop's levels: DRAM, a buffer per core, a register and a multiplier
 * per PE. Bandwidths are in words a cycle for each instance, and left out where unlimited. Columns
 * of the array lie along the mesh's X side.
 */
final class ArchitectureWriter {
  /** Words in a row of the buffer. */
  private static final int BLOCK = 4;

  private final Accelerator accelerator;
  private final AttentionWorkload workload;
  private final CoreSplit split;
  private final PeerArchitecture peer;
  private final YamlText text = new YamlText();

  ArchitectureWriter(Accelerator accelerator, AttentionWorkload workload, CoreSplit split) {
    this.accelerator = accelerator;
    this.workload = workload;
    this.split = split;
    peer = new PeerArchitecture(accelerator, workload);
  }

  /** The energies of these levels. */
  String energies() {
    return EnergyTable.write(
        accelerator,
        workload,
        List.of(
            new Memory("system.DRAM", BLOCK),
            new Memory("system.chip.Buffer", BLOCK),
            new Memory("system.chip.Register", 1)),
        "system.chip.MAC");
  }

  String write() {
    peer.comment(text);
    text.open("architecture:").line("version: 0.4").line("subtree:");
    text.open("- name: system").line("local:");
    dram();
    text.line("subtree:").open("- name: chip").line("local:");
    buffer();
    processingElements();
    return text.toString();
  }

  private void dram() {
    text.line(
        "- {name: DRAM, class: DRAM, attributes: {type: LPDDR4, %s%s%s}}"
            .formatted(
                block(),
                peer.bandwidth("read", accelerator.dramReadBytesPerSecond()),
                peer.bandwidth("write", accelerator.dramWriteBytesPerSecond())));
  }

  private void buffer() {
    text.line(
        "- {name: \"%s\", class: SRAM, attributes: {depth: %s, %s%s%s}}"
            .formatted(
                PeerArchitecture.array("Buffer", accelerator.cores()),
                accelerator.bufferBytes() / rowBytes(workload),
                block(),
                accelerator.cores() > 1 ? ", meshX: " + split.meshX() : "",
                peer.bandwidth("read", accelerator.onChipBytesPerSecond())));
  }

  private void processingElements() {
    long elements = accelerator.processingElements();
    String mesh = elements > 1 ? ", meshX: " + (long) split.meshX() * accelerator.columns() : "";
    text.line(
        ("- {name: \"%s\", class: regfile, attributes: {depth: 3, width: %s, block_size: 1,"
                + " word_bits: %s%s}}")
            .formatted(
                PeerArchitecture.array("Register", elements),
                peer.wordBits(),
                peer.wordBits(),
                mesh));
    text.line(
        "- {name: \"%s\", class: intmac, attributes: {datawidth: %s%s}}"
            .formatted(PeerArchitecture.array("MAC", elements), peer.wordBits(), mesh));
  }

  private String block() {
    return "width: %s, block_size: %s, word_bits: %s"
        .formatted(BLOCK * peer.wordBits(), BLOCK, peer.wordBits());
  }

  /** Bytes in a row of the buffer, which has whole rows only. */
  static long rowBytes(AttentionWorkload workload) {
    return (long) BLOCK * workload.wordBytes();
  }
}
