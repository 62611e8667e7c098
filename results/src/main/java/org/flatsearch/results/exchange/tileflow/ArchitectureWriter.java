package org.flatsearch.results.exchange.tileflow;

import java.util.List;
import org.flatsearch.results.exchange.levels.CoreSplit;
import org.flatsearch.results.exchange.levels.EnergyTable;
import org.flatsearch.results.exchange.levels.EnergyTable.Memory;
import org.flatsearch.results.exchange.levels.PeerArchitecture;
import org.flatsearch.results.exchange.yaml.YamlText;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Writes an accelerator as TileFlow's three levels: DRAM, a buffer per core, registers per PE.
 * Bandwidths are in words a cycle for each instance, and left out where unlimited. Columns of the
 * array lie along the mesh's X side.
 */
final class ArchitectureWriter {
  /** Words in an access of DRAM, and of registers. */
  private static final int DRAM_BLOCK = 32;

  private static final int REGISTER_BLOCK = 6;

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
            new Memory("System.DRAM", DRAM_BLOCK),
            new Memory("System.Core.SRAM", 1),
            new Memory("System.Core.PE.RF", REGISTER_BLOCK)),
        "System.Core.PE.mac");
  }

  String write() {
    peer.comment(text);
    text.open("architecture:").line("version: 0.2").line("subtree:");
    text.open("- name: System").line("local:");
    dram();
    text.line("subtree:").open("- name: Core").line("local:");
    buffer();
    text.line("subtree:").open("- name: PE").line("local:");
    processingElements();
    return text.toString();
  }

  private void dram() {
    text.line(
        ("- {name: DRAM, class: DRAM, attributes: {word-bits: %s, block-size: %s%s%s,"
                + " sizeKB: 1600000000}}")
            .formatted(
                peer.wordBits(),
                DRAM_BLOCK,
                peer.bandwidth("read", accelerator.dramReadBytesPerSecond()),
                peer.bandwidth("write", accelerator.dramWriteBytesPerSecond())));
  }

  private void buffer() {
    int cores = accelerator.cores();
    String mesh = cores > 1 ? mesh(split.meshX(), split.meshY()) + ", " : "";
    text.line(
        "- {name: \"%s\", class: SRAM, attributes: {%swidth: %s, word-bits: %s%s, sizeKB: %s}}"
            .formatted(
                PeerArchitecture.array("SRAM", cores),
                mesh,
                peer.wordBits(),
                peer.wordBits(),
                peer.bandwidth("read", accelerator.onChipBytesPerSecond()),
                accelerator.bufferBytes() / 1024));
  }

  private void processingElements() {
    long elements = accelerator.processingElements();
    String mesh =
        mesh(
            (long) split.meshX() * accelerator.columns(),
            (long) split.meshY() * accelerator.rows());
    text.line(
        ("- {name: \"%s\", class: regfile, attributes: {%s, depth: 1, block-size: %s,"
                + " word-bits: %s, read_bandwidth: 3}}")
            .formatted(
                PeerArchitecture.array("RF", elements), mesh, REGISTER_BLOCK, peer.wordBits()));
    text.line(
        "- {name: \"%s\", class: intmac, attributes: {word-bits: %s, %s}}"
            .formatted(PeerArchitecture.array("mac", elements), peer.wordBits(), mesh));
  }

  private static String mesh(long x, long y) {
    return "meshX: " + x + ", meshY: " + y;
  }
}
