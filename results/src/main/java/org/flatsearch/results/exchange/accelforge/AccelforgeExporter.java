package org.flatsearch.results.exchange.accelforge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.ScheduleExporter;
import org.flatsearch.results.exchange.levels.CoreSplit;
import org.flatsearch.results.exchange.levels.PeerNotes;
import org.flatsearch.results.exchange.levels.TileRounding;
import org.flatsearch.results.exchange.yaml.YamlText;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Exports an architecture, a workload and a mapping to AccelForge. */
public final class AccelforgeExporter implements ScheduleExporter {
  private static final String TOOL = "AccelForge";

  @Override
  public String format() {
    return "accelforge";
  }

  @Override
  public String description() {
    return "AccelForge: architecture, workload and mapping with every residency";
  }

  @Override
  public ExportedFiles export(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    schedule.requireFits(workload);
    PeerNotes.requirePlain(schedule, workload, TOOL);
    List<String> notes = new ArrayList<>();
    AttentionSchedule rounded =
        TileRounding.roundToArray(schedule, accelerator, workload, TOOL, notes);
    CoreSplit split = CoreSplit.of(rounded, accelerator.cores(), workload);
    PeerNotes.cores(split).ifPresent(notes::add);
    PeerNotes.blocks(rounded, split, workload).ifPresent(notes::add);
    PeerNotes.rowsOfOthers(rounded, split, TOOL).ifPresent(notes::add);
    PeerNotes.multicast(rounded, split, accelerator, TOOL).ifPresent(notes::add);
    PeerNotes.onlineSoftmax(rounded, accelerator, workload, TOOL).ifPresent(notes::add);
    PeerNotes.stagesApart(rounded.isFused(), rounded.form()).ifPresent(notes::add);
    notes.addAll(PeerNotes.figures(accelerator, workload, TOOL));
    NodesWriter writer = new NodesWriter(rounded, accelerator, workload, split, notes);
    String nodes = writer.nodes();
    List<String> remarks = new ArrayList<>();
    PeerNotes.slots(schedule, TOOL).ifPresent(remarks::add);
    if (writer.isRagged()) {
      remarks.add(
          "Smaller last tiles, as in this mapping, need an AccelForge of May 2026 or later.");
    }
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "arch.yaml", new ArchitectureWriter(accelerator).write(split, 8L * workload.wordBytes()));
    files.put("workload.yaml", WorkloadWriter.write(workload));
    files.put("mapping.yaml", new YamlText().notes(notes).notes(remarks) + nodes);
    return new ExportedFiles(files, notes, remarks, Optional.empty());
  }
}
