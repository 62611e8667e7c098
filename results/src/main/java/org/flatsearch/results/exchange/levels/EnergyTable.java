package org.flatsearch.results.exchange.levels;

import java.util.List;
import org.flatsearch.results.exchange.yaml.YamlText;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Writes the energy reference table (ERT) of Timeloop and of TileFlow, which builds on it: the
 * accelerator's energies in place of those that the tool would estimate. An access of a memory
 * moves a block of words; energies are in picojoules an access.
 */
public final class EnergyTable {
  /** The name of the file. */
  public static final String FILE = "ert.yaml";

  /** What the files cannot say. */
  public static final String REMARK =
      FILE
          + " has this accelerator's energies: name it with the other files. Energies of networks"
          + " and of addresses are the tool's own.";

  private static final double PICOJOULES = 1e12;

  private EnergyTable() {}

  /**
   * A memory of the exported architecture.
   *
   * @param path its name with those of the nodes around it, such as {@code system.DRAM}
   * @param block words that an access moves
   */
  public record Memory(String path, int block) {}

  /**
   * The table.
   *
   * @param memories DRAM, the buffer and the registers
   * @param multiplier the path of the multipliers
   */
  public static String write(
      Accelerator accelerator,
      AttentionWorkload workload,
      List<Memory> memories,
      String multiplier) {
    Accelerator.Energy energy = accelerator.energy();
    double wordBytes = workload.wordBytes();
    YamlText text = new YamlText();
    text.comment("Energies of accelerator " + accelerator.name() + " in pJ an access.");
    text.open("ERT:").line("version: 0.3").line("tables:");
    double[][] joulesPerWord = {
      {energy.dramReadJoulesPerByte() * wordBytes, energy.dramWriteJoulesPerByte() * wordBytes},
      {energy.onChipReadJoulesPerByte() * wordBytes, energy.onChipWriteJoulesPerByte() * wordBytes},
      {energy.registerJoulesPerAccess(), energy.registerJoulesPerAccess()}
    };
    for (int level = 0; level < memories.size(); level++) {
      Memory memory = memories.get(level);
      text.open("- name: " + memory.path()).line("actions:");
      action(text, "read", memory.block() * joulesPerWord[level][0]);
      action(text, "write", memory.block() * joulesPerWord[level][1]);
      action(text, "update", memory.block() * joulesPerWord[level][1]);
      text.close();
    }
    text.open("- name: " + multiplier).line("actions:");
    action(text, "mac", energy.macJoules());
    return text.toString();
  }

  private static void action(YamlText text, String name, double joules) {
    text.line("- {name: %s, energy: %s}".formatted(name, YamlText.number(joules * PICOJOULES)));
  }
}
