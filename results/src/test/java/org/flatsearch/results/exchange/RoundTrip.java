package org.flatsearch.results.exchange;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.cost.CostModels;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Tensor;

/**
 * A schedule that went to a peer's format and came back.
 *
 * @param exported what was written
 * @param imported what was read
 */
public record RoundTrip(ExportedFiles exported, ImportedSchedule imported) {
  /** Sends {@code schedule} on its way through files in {@code folder}. */
  public static RoundTrip of(
      String format, RandomCase drawn, AttentionSchedule schedule, Path folder) {
    ExportedFiles exported =
        ScheduleExporters.named(format).export(schedule, drawn.accelerator(), drawn.workload());
    exported.writeTo(folder);
    List<Path> files = exported.files().keySet().stream().map(folder::resolve).toList();
    return new RoundTrip(exported, ScheduleImporters.named(format).read(files));
  }

  /** Whether some note is about more than what the format lacks for every schedule. */
  public boolean losesMoves() {
    return exported.notes().stream()
        .anyMatch(
            note ->
                note.contains("ragged")
                    || note.contains("visits")
                    || note.contains("stream")
                    || note.contains("evicts"));
  }

  /** DRAM traffic of the tensors of both stages in bytes, by model loopnest. */
  public static Map<Tensor, Double> traffic(RandomCase drawn, AttentionSchedule schedule) {
    Map<Tensor, Double> all =
        RatedSchedule.of(
                schedule, CostModels.all().get("loopnest"), drawn.accelerator(), drawn.workload())
            .cost()
            .trafficBytesByTensor();
    Map<Tensor, Double> traffic = new EnumMap<>(Tensor.class);
    for (Tensor tensor : List.of(Tensor.Q, Tensor.K, Tensor.V, Tensor.O)) {
      traffic.put(tensor, all.get(tensor));
    }
    return traffic;
  }
}
