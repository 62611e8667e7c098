package org.flatsearch.results.exchange.tileflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.cost.Cost;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.ScheduleExporter;
import org.flatsearch.results.exchange.levels.LevelledSchedule;
import org.flatsearch.results.exchange.levels.PeerCosts;
import org.flatsearch.results.exchange.levels.PeerLimits;
import org.flatsearch.results.exchange.levels.PeerNotes;
import org.flatsearch.results.exchange.levels.ScheduleLeveller;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Exports an architecture, a problem, a mapping and a configuration to TileFlow. */
public final class TileflowExporter implements ScheduleExporter {
  private static final PeerLimits LIMITS = new PeerLimits("TileFlow", false, false);

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
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    schedule.requireFits(workload);
    Attempt attempt = Attempt.of(schedule, accelerator, workload, List.of());
    if (ResidentOperands.wouldMoveAgain(schedule, attempt.levelled, workload)) {
      attempt = resident(schedule, accelerator, workload, attempt);
    }
    ScheduleLeveller leveller = attempt.leveller;
    LevelledSchedule levelled = attempt.levelled;
    List<String> notes = attempt.notes;
    PeerNotes.multicast(levelled.toSchedule(), leveller.split(), accelerator, LIMITS.tool())
        .ifPresent(notes::add);
    if (MappingWriter.streams(levelled)) {
      notes.addAll(Eviction.notes(levelled));
    }
    Cost cost = PeerCosts.of(levelled.toSchedule(), accelerator, workload);
    if (cost.violationBytes() > 0) {
      // Under Sharing, TileFlow checks the buffer for each operator alone, not for both together.
      notes.add(
          "The tiles of both stages together exceed the buffer by "
              + Math.round(cost.violationBytes())
              + " bytes; TileFlow may not say so.");
    }
    if (!levelled.fused()) {
      notes.add("TileFlow does not model softmax: the traffic of its pass over DRAM is left out.");
    }
    kilobytes(accelerator, Math.round(cost.footprintBytes())).ifPresent(notes::add);
    Map<String, String> files = new LinkedHashMap<>();
    files.put("arch.yaml", new ArchitectureWriter(accelerator, workload, leveller.split()).write());
    files.put("prob.yaml", ProblemWriter.write(workload));
    files.put("map.yaml", new MappingWriter(levelled, leveller.split()).write(notes));
    files.put("cfg.yaml", "verbose: 0\noutput: out\n");
    return new ExportedFiles(files, notes);
  }

  /** An attempt that moves each word once, or {@code otherwise} if none fits the buffer. */
  private static Attempt resident(
      AttentionSchedule schedule,
      Accelerator accelerator,
      AttentionWorkload workload,
      Attempt otherwise) {
    for (AttentionSchedule choice : ResidentOperands.choices(schedule, workload)) {
      List<String> notes = List.of(ResidentOperands.note(schedule, choice, workload));
      Attempt attempt = Attempt.of(choice, accelerator, workload, notes);
      AttentionSchedule resident = attempt.levelled.toSchedule();
      if (attempt.leveller.split().equals(otherwise.leveller.split())
          && ResidentOperands.movesOnce(resident, workload)
          && PeerCosts.of(resident, accelerator, workload).isFeasible()) {
        return attempt;
      }
    }
    return otherwise;
  }

  /** A schedule by levels, and what to say of it. */
  private record Attempt(ScheduleLeveller leveller, LevelledSchedule levelled, List<String> notes) {
    static Attempt of(
        AttentionSchedule schedule,
        Accelerator accelerator,
        AttentionWorkload workload,
        List<String> firstNotes) {
      List<String> notes = new ArrayList<>(firstNotes);
      ScheduleLeveller leveller =
          new ScheduleLeveller(schedule, accelerator, workload, LIMITS, notes);
      return new Attempt(leveller, leveller.level(), notes);
    }
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
