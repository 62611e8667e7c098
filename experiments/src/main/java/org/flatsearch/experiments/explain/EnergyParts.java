package org.flatsearch.experiments.explain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.Cost.Counts;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.Accelerator.Energy;
import org.flatsearch.spec.AttentionWorkload;

/** The dynamic energy of a schedule by the events that it pays for. */
public final class EnergyParts {
  /** The parts explain the energy if they differ from it by less than this, relatively. */
  private static final double TOLERANCE = 1e-6;

  private EnergyParts() {}

  /**
   * Joules by part: the counts of the model times the accelerator's figures. Empty if that is not
   * how the model came to its energy, because it counts only some of the events.
   */
  public static Map<String, Double> of(
      Cost cost, Accelerator accelerator, AttentionWorkload workload) {
    Counts counts = cost.counts();
    Energy energy = accelerator.energy();
    double word = workload.wordBytes();
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("multiply-accumulates", counts.macs() * energy.macJoules());
    parts.put("registers", counts.registerAccesses() * energy.registerJoulesPerAccess());
    parts.put("softmax lanes", counts.laneOperations() * energy.laneOperationJoules());
    parts.put("on-chip reads", counts.onChipReadWords() * word * energy.onChipReadJoulesPerByte());
    parts.put(
        "on-chip writes", counts.onChipWriteWords() * word * energy.onChipWriteJoulesPerByte());
    parts.put("DRAM reads", counts.dramReadWords() * word * energy.dramReadJoulesPerByte());
    parts.put("DRAM writes", counts.dramWriteWords() * word * energy.dramWriteJoulesPerByte());
    double sum = parts.values().stream().mapToDouble(Double::doubleValue).sum();
    boolean explains = Math.abs(sum - cost.energyJoules()) <= TOLERANCE * cost.energyJoules();
    return explains ? Collections.unmodifiableMap(parts) : Map.of();
  }
}
