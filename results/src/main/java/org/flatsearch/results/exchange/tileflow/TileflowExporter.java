package org.flatsearch.results.exchange.tileflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    List<String> notes = new ArrayList<>();
    ScheduleLeveller leveller =
        new ScheduleLeveller(schedule, accelerator, workload, LIMITS, notes);
    LevelledSchedule levelled = leveller.level();
    PeerNotes.multicast(levelled.toSchedule(), leveller.split(), accelerator, LIMITS.tool())
        .ifPresent(notes::add);
    if (MappingWriter.streams(levelled)) {
      notes.addAll(Eviction.notes(levelled));
    }
    noteFootprint(levelled, accelerator, workload, notes);
    if (!levelled.fused()) {
      notes.add("TileFlow does not model softmax: the traffic of its pass over DRAM is left out.");
    }
    if (accelerator.bufferBytes() % 1024 != 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "TileFlow counts buffers in KB: %d bytes become %d KB.",
              accelerator.bufferBytes(),
              accelerator.bufferBytes() / 1024));
    }
    Map<String, String> files = new LinkedHashMap<>();
    files.put("arch.yaml", new ArchitectureWriter(accelerator, workload, leveller.split()).write());
    files.put("prob.yaml", ProblemWriter.write(workload));
    files.put("map.yaml", new MappingWriter(levelled, leveller.split()).write(notes));
    files.put("cfg.yaml", "verbose: 0\noutput: out\n");
    return new ExportedFiles(files, notes);
  }

  /** Under Sharing, TileFlow checks the buffer for each operator alone, not for both together. */
  private static void noteFootprint(
      LevelledSchedule levelled,
      Accelerator accelerator,
      AttentionWorkload workload,
      List<String> notes) {
    double excess = PeerCosts.of(levelled.toSchedule(), accelerator, workload).violationBytes();
    if (excess > 0) {
      notes.add(
          "The tiles of both stages together exceed the buffer by "
              + Math.round(excess)
              + " bytes; TileFlow may not say so.");
    }
  }
}
