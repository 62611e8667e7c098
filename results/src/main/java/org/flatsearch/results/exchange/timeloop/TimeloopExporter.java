package org.flatsearch.results.exchange.timeloop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.ScheduleExporter;
import org.flatsearch.results.exchange.levels.ClosestLevels;
import org.flatsearch.results.exchange.levels.EnergyTable;
import org.flatsearch.results.exchange.levels.LevelledSchedule;
import org.flatsearch.results.exchange.levels.PeerBuffer;
import org.flatsearch.results.exchange.levels.PeerCycles;
import org.flatsearch.results.exchange.levels.PeerLimits;
import org.flatsearch.results.exchange.levels.PeerNotes;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Exports an architecture, and a problem and a mapping for each stage, to Timeloop. */
public final class TimeloopExporter implements ScheduleExporter {
  private static final PeerLimits LIMITS = new PeerLimits("Timeloop", true, true, true);
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
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload original) {
    AttentionWorkload workload = expressible(schedule, original);
    ClosestLevels closest = levels(schedule, accelerator, workload);
    LevelledSchedule levelled = closest.loops();
    List<String> notes = new ArrayList<>(closest.notes());
    notes.addAll(arrayReuse(levelled));
    long rowBytes = ArchitectureWriter.rowBytes(workload);
    Optional<String> obstacle =
        new PeerBuffer(
                LIMITS.tool(),
                levelled,
                workload,
                accelerator.bufferBytes() / rowBytes * rowBytes,
                false)
            .excess();
    obstacle.ifPresent(notes::add);
    padded(levelled).ifPresent(notes::add);
    if (!levelled.fused()) {
      notes.add(KNOWS_NO_SOFTMAX);
    }
    wholeRows(accelerator, workload).ifPresent(notes::add);
    PeerNotes.oneSize(schedule, accelerator, original, LIMITS.tool()).ifPresent(notes::add);
    PeerNotes.figures(accelerator, LIMITS.tool()).ifPresent(notes::add);
    List<String> remarks = new ArrayList<>();
    PeerNotes.slots(schedule, LIMITS.tool()).ifPresent(remarks::add);
    if (levelled.fused()) {
      remarks.add(bypassesDram(workload));
    }
    PeerCycles.advice(
            LIMITS.tool(), cycles(closest, accelerator, workload), schedule, accelerator, workload)
        .ifPresent(remarks::add);
    remarks.add(
        "Run each stage with an -o DIR of its own: in one folder, they overwrite each other's"
            + " statistics.");
    remarks.add(EnergyTable.REMARK);
    Map<String, String> files = new LinkedHashMap<>();
    ArchitectureWriter architecture =
        new ArchitectureWriter(accelerator, workload, closest.split());
    files.put("arch.yaml", architecture.write());
    files.put(EnergyTable.FILE, architecture.energies());
    for (Stage stage : Stage.values()) {
      String name = stage.jsonName();
      files.put(name + ".prob.yaml", ProblemWriter.write(stage, workload));
      files.put(
          name + ".map.yaml",
          new DirectivesWriter(levelled, stage, closest.split(), accelerator)
              .mapping(notes, remarks));
      files.put(
          name + ".constraints.yaml",
          new DirectivesWriter(levelled, stage, closest.split(), accelerator).constraints());
    }
    return new ExportedFiles(files, notes, remarks, obstacle);
  }

  @Override
  public OptionalLong cycles(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    AttentionWorkload same = expressible(schedule, workload);
    return cycles(levels(schedule, accelerator, same), accelerator, same);
  }

  private static OptionalLong cycles(
      ClosestLevels closest, Accelerator accelerator, AttentionWorkload workload) {
    boolean sameWords = arrayReuse(closest.loops()).isEmpty();
    return new PeerCycles(closest, accelerator, workload).apart(sameWords);
  }

  /** The workload as Timeloop can have it. */
  private static AttentionWorkload expressible(
      AttentionSchedule schedule, AttentionWorkload workload) {
    schedule.requireFits(workload);
    PeerNotes.requirePlain(schedule, workload, LIMITS.tool());
    return PeerNotes.withOneSize(workload);
  }

  private static ClosestLevels levels(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    return ClosestLevels.of(schedule, accelerator, workload, LIMITS, levelled -> false);
  }

  private static List<String> arrayReuse(LevelledSchedule levelled) {
    return Arrays.stream(Stage.values())
        .flatMap(stage -> ArrayReuse.notes(levelled.stage(stage), levelled.atArray()).stream())
        .toList();
  }

  private static String bypassesDram(AttentionWorkload workload) {
    return ("Logits bypass DRAM, which Timeloop counts from version 4cf6d4c (March 2025) on; with"
            + " an older one, leave out their DRAM traffic, at least %s words each way.")
        .formatted((long) workload.instances() * workload.rows() * workload.keys());
  }

  /** Says which last tiles Timeloop counts in full, if any. */
  private static Optional<String> padded(LevelledSchedule levelled) {
    List<String> ragged = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      stage.dimensions().stream()
          .filter(levelled.stage(stage)::isRagged)
          .forEach(d -> ragged.add(d.jsonName() + " of " + stage.jsonName()));
    }
    return ragged.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Timeloop counts the last, smaller tiles of %s in full: in cycles and, in loops of three and more trips, in traffic (not with TIMELOOP_DISABLE_TEMPORAL_EXTRAPOLATION=1, which takes minutes)."
                .formatted(String.join(", ", ragged)));
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
