package org.flatsearch.results.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
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

  /**
   * Checks that what comes back of a schedule comes back again as it is, and moves the same words
   * as the schedule did unless a note says otherwise; of 80 schedules, some without a note.
   */
  public static void check(String format, LongFunction<RandomCase> cases, Path folder) {
    int faithful = 0;
    for (long seed = 1; seed <= 80; seed++) {
      RandomCase drawn = cases.apply(seed);
      RoundTrip first = of(format, drawn, drawn.schedule(), folder);
      first.imported().requireMadeFor(drawn.workload(), "");
      RoundTrip second = of(format, drawn, first.imported().schedule(), folder);
      assertThat(second.imported().schedule())
          .as(drawn.toString())
          .isEqualTo(first.imported().schedule());
      if (!first.losesMoves()) {
        faithful++;
        assertThat(traffic(drawn, first.imported().schedule()))
            .as("%s%n%s", drawn, first.exported().notes())
            .isEqualTo(traffic(drawn, drawn.schedule()));
      }
    }
    assertThat(faithful).isGreaterThan(10);
  }

  /** Whether some note is about more than what the format lacks for every schedule. */
  private boolean losesMoves() {
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
