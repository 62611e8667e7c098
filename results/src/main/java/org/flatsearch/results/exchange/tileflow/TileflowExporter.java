package org.flatsearch.results.exchange.tileflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.flatsearch.cost.Cost;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.ScheduleExporter;
import org.flatsearch.results.exchange.levels.ClosestLevels;
import org.flatsearch.results.exchange.levels.EnergyTable;
import org.flatsearch.results.exchange.levels.LevelledSchedule;
import org.flatsearch.results.exchange.levels.PaddedProblem;
import org.flatsearch.results.exchange.levels.PeerBuffer;
import org.flatsearch.results.exchange.levels.PeerCosts;
import org.flatsearch.results.exchange.levels.PeerCycles;
import org.flatsearch.results.exchange.levels.PeerLimits;
import org.flatsearch.results.exchange.levels.PeerNotes;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Exports an architecture, a problem, a mapping and a configuration to TileFlow. */
public final class TileflowExporter implements ScheduleExporter {
  private static final PeerLimits LIMITS = new PeerLimits("TileFlow", false, false, false);

  @Override
  public String format() {
    return "tileflow";
  }

  @Override
  public String description() {
    return "TileFlow: architecture, problem, mapping and configuration of the fused stages";
  }

  @Override
  public ExportedFiles export(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload original) {
    AttentionWorkload workload = expressible(schedule, original);
    ClosestLevels closest = levels(schedule, accelerator, workload);
    List<String> notes = new ArrayList<>(closest.notes());
    PeerNotes.oneSize(schedule, accelerator, original, LIMITS.tool()).ifPresent(notes::add);
    PaddedProblem padded = PaddedProblem.of(schedule, accelerator, workload);
    double cycles = closest.loops().arrayCycles();
    if (!padded.padding().isEmpty()) {
      double then = levels(padded.schedule(), accelerator, padded.workload()).loops().arrayCycles();
      if (then < cycles) {
        notes.add(
            "With --pad (%s), the array would take %s cycles, not %s."
                .formatted(padded.padding(), Math.round(then), Math.round(cycles)));
      }
    }
    List<String> remarks = new ArrayList<>();
    PeerNotes.slots(schedule, LIMITS.tool()).ifPresent(remarks::add);
    OptionalLong counted = new PeerCycles(closest, accelerator, workload).inOneTree();
    PeerCycles.advice(LIMITS.tool(), counted, schedule, accelerator, workload)
        .ifPresent(remarks::add);
    return files(closest, accelerator, workload, notes, remarks);
  }

  @Override
  public OptionalLong cycles(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload original) {
    AttentionWorkload workload = expressible(schedule, original);
    ClosestLevels closest = levels(schedule, accelerator, workload);
    return new PeerCycles(closest, accelerator, workload).inOneTree();
  }

  @Override
  public ExportedFiles exportPadded(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload original) {
    AttentionWorkload workload = expressible(schedule, original);
    PaddedProblem padded = PaddedProblem.of(schedule, accelerator, workload);
    ClosestLevels closest = levels(padded.schedule(), accelerator, padded.workload());
    List<String> notes = new ArrayList<>();
    if (!padded.padding().isEmpty()) {
      notes.add("The problem is padded: " + padded.padding() + ".");
    }
    notes.addAll(closest.notes());
    PeerNotes.oneSize(schedule, accelerator, original, LIMITS.tool()).ifPresent(notes::add);
    List<String> remarks = new ArrayList<>();
    PeerNotes.slots(schedule, LIMITS.tool()).ifPresent(remarks::add);
    return files(closest, accelerator, padded.workload(), notes, remarks);
  }

  /** The workload as TileFlow can have it. */
  private static AttentionWorkload expressible(
      AttentionSchedule schedule, AttentionWorkload workload) {
    schedule.requireFits(workload);
    PeerNotes.requirePlain(schedule, workload, LIMITS.tool());
    return PeerNotes.withOneSize(workload);
  }

  private static ClosestLevels levels(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    return ClosestLevels.of(schedule, accelerator, workload, LIMITS, TileflowExporter::evicts);
  }

  private static ExportedFiles files(
      ClosestLevels closest,
      Accelerator accelerator,
      AttentionWorkload workload,
      List<String> notes,
      List<String> remarks) {
    LevelledSchedule levelled = closest.loops();
    PeerNotes.multicast(levelled.toSchedule(), closest.split(), accelerator, LIMITS.tool())
        .ifPresent(notes::add);
    if (evicts(levelled)) {
      notes.addAll(Eviction.notes(levelled));
    }
    Cost cost = PeerCosts.of(levelled.toSchedule(), accelerator, workload);
    Optional<String> obstacle = obstacle(closest, accelerator, workload);
    obstacle.ifPresent(notes::add);
    if (cost.violationBytes() > 0 && obstacle.isEmpty()) {
      // Under Sharing, TileFlow checks the buffer for each operator alone, not for both together.
      notes.add(
          "The tiles of both stages together exceed the buffer by "
              + Math.round(cost.violationBytes())
              + " bytes; TileFlow does not say so.");
    }
    if (!levelled.fused()) {
      notes.add("TileFlow does not model softmax: the traffic of its pass over DRAM is left out.");
    }
    PeerNotes.figures(accelerator, LIMITS.tool()).ifPresent(notes::add);
    kilobytes(accelerator, Math.round(cost.footprintBytes())).ifPresent(notes::add);
    remarks.add(
        levelled.fused()
            ? "TileFlow also counts reads of O from DRAM, before each write."
            : "TileFlow also counts reads of O from DRAM, and reads of C, the logits, twice.");
    remarks.add(EnergyTable.REMARK);
    Map<String, String> files = new LinkedHashMap<>();
    ArchitectureWriter architecture =
        new ArchitectureWriter(accelerator, workload, closest.split());
    files.put("arch.yaml", architecture.write());
    files.put(EnergyTable.FILE, architecture.energies());
    files.put("prob.yaml", ProblemWriter.write(workload));
    files.put("map.yaml", new TreeWriter(levelled, closest.split()).write(notes, remarks));
    files.put("cfg.yaml", "verbose: 0\noutput: out\n");
    return new ExportedFiles(files, notes, remarks, obstacle);
  }

  /**
   * Why TileFlow would stop: it counts the tiles of each operator, and on a single core also those
   * of a Sharing scope, which there lies at the buffer.
   */
  private static Optional<String> obstacle(
      ClosestLevels closest, Accelerator accelerator, AttentionWorkload workload) {
    LevelledSchedule levelled = closest.loops();
    boolean scopeAtBuffer = levelled.fused() && closest.split().cores() == 1;
    long bytes = accelerator.bufferBytes() / 1024 * 1024;
    PeerBuffer buffer = new PeerBuffer(LIMITS.tool(), levelled, workload, bytes, scopeAtBuffer);
    return buffer
        .excess()
        .or(
            () ->
                scopeAtBuffer && !TreeWriter.streams(levelled)
                    ? buffer.excessOfOperands()
                    : Optional.empty());
  }

  private static boolean evicts(LevelledSchedule levelled) {
    return TreeWriter.streams(levelled) && !Eviction.notes(levelled).isEmpty();
  }

  /** Says that the buffer loses a part of a KB, and whether too little is left. */
  private static Optional<String> kilobytes(Accelerator accelerator, long held) {
    long bytes = accelerator.bufferBytes();
    long kilobytes = bytes / 1024;
    boolean tooSmall = kilobytes * 1024 < held && held <= bytes;
    return bytes % 1024 == 0
        ? Optional.empty()
        : Optional.of(
            "TileFlow counts buffers in KB: %s bytes become %s KB%s."
                .formatted(
                    bytes,
                    kilobytes,
                    tooSmall ? ", less than the " + held + " bytes that are held" : ""));
  }
}
