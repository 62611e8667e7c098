package org.flatsearch.results.exchange.timeloop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.ScheduleExporter;
import org.flatsearch.results.exchange.levels.LevelledSchedule;
import org.flatsearch.results.exchange.levels.PeerLimits;
import org.flatsearch.results.exchange.levels.ScheduleLeveller;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Exports an architecture, and a problem and a mapping for each stage, to Timeloop. */
public final class TimeloopExporter implements ScheduleExporter {
  private static final PeerLimits LIMITS = new PeerLimits("Timeloop", true, true);
  private static final String KNOWS_NO_SOFTMAX =
      "Timeloop does not model softmax: the traffic of its pass over DRAM is left out.";

  @Override
  public String format() {
    return "timeloop";
  }

  @Override
  public String description() {
    return "Timeloop: architecture, problem and mapping of each stage separately";
  }

  @Override
  public ExportedFiles export(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    schedule.requireFits(workload);
    List<String> notes = new ArrayList<>();
    ScheduleLeveller leveller =
        new ScheduleLeveller(schedule, accelerator, workload, LIMITS, notes);
    LevelledSchedule levelled = leveller.level();
    for (Stage stage : Stage.values()) {
      notes.addAll(ArrayReuse.notes(levelled.stage(stage), levelled.atArray()));
    }
    notes.add(levelled.fused() ? knowsNoFusion(workload) : KNOWS_NO_SOFTMAX);
    wholeRows(accelerator, workload).ifPresent(notes::add);
    Map<String, String> files = new LinkedHashMap<>();
    files.put("arch.yaml", new ArchitectureWriter(accelerator, workload, leveller.split()).write());
    for (Stage stage : Stage.values()) {
      files.put(stage.jsonName() + ".prob.yaml", ProblemWriter.write(stage, workload));
      files.put(
          stage.jsonName() + ".map.yaml",
          new MappingWriter(
                  levelled.stage(stage),
                  leveller.split(),
                  levelled.atArray(),
                  accelerator.multicast())
              .write(notes, accelerator.processingElements(), levelled.fused()));
    }
    return new ExportedFiles(files, notes);
  }

  private static String knowsNoFusion(AttentionWorkload workload) {
    return ("Timeloop does not model fusion: leave out the DRAM traffic of Logits, at least %s"
            + " words each way.")
        .formatted((long) workload.instances() * workload.rows() * workload.keys());
  }

  private static Optional<String> wholeRows(Accelerator accelerator, AttentionWorkload workload) {
    long rowBytes = ArchitectureWriter.rowBytes(workload);
    long bytes = accelerator.bufferBytes();
    return bytes % rowBytes == 0
        ? Optional.empty()
        : Optional.of(
            "Timeloop's buffer has whole rows of %s bytes: %s bytes become %s."
                .formatted(rowBytes, bytes, bytes / rowBytes * rowBytes));
  }
}
