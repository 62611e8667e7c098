package org.flatsearch.results.exchange.accelforge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.ScheduleExporter;
import org.flatsearch.results.exchange.levels.CoreSplit;
import org.flatsearch.results.exchange.levels.PeerCosts;
import org.flatsearch.results.exchange.levels.PeerNotes;
import org.flatsearch.results.exchange.levels.TileRounding;
import org.flatsearch.results.exchange.yaml.YamlText;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Stage;
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
    PeerNotes.figures(accelerator, TOOL).ifPresent(notes::add);
    NodesWriter writer = new NodesWriter(rounded, accelerator, workload, split, notes);
    String nodes = writer.nodes();
    List<String> remarks = new ArrayList<>();
    PeerNotes.slots(schedule, TOOL).ifPresent(remarks::add);
    if (rounded.isFused()) {
      remarks.add(softmaxEnergy(rounded, accelerator, workload));
    }
    if (writer.isRagged()) {
      remarks.add(
          "Smaller last tiles, as in this mapping, need an AccelForge of May 2026 or later.");
    }
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "arch.yaml",
        new ArchitectureWriter(accelerator).write(split, 8L * workload.largestWordBytes()));
    files.put("workload.yaml", WorkloadWriter.write(workload));
    files.put("mapping.yaml", new YamlText().notes(notes).notes(remarks) + nodes);
    return new ExportedFiles(files, notes, remarks, Optional.empty());
  }

  /**
   * Says how much energy of the softmax the tool leaves out: it reads each logit once, not twice,
   * and no output, which a pass over the row and each rescaling for further keys read and write.
   */
  private static String softmaxEnergy(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    double read = accelerator.energy().onChipReadJoulesPerByte();
    double write = accelerator.energy().onChipWriteJoulesPerByte();
    double rows = (double) workload.instances() * workload.rows();
    int keyTiles =
        schedule.form().shares(Dimension.KEY)
            ? Extents.tiles(workload.keys(), schedule.tile(Stage.LOGIT, Dimension.KEY))
            : 1;
    double outputs = rows * workload.valueDim() * workload.bytes().o() * keyTiles;
    double joules =
        rows * workload.keys() * workload.logitBytes() * read + outputs * (read + write);
    double all = PeerCosts.of(schedule, accelerator, workload).energyJoules();
    return String.format(
        Locale.ROOT,
        "AccelForge's softmax reads logits once, not twice, and no outputs: %.1f%% of the energy"
            + " here is left out. Words that stream past the buffer cost none in it, here as"
            + " there.",
        100 * joules / all);
  }
}
