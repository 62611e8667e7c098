package org.flatsearch.results.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.flatsearch.cost.CostModels;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Tensor;

/**
 * A schedule that was exported to a peer's format and imported again.
 *
 * @param exported what was written
 * @param imported what was read
 */
public record RoundTrip(ExportedFiles exported, ImportedSchedule imported) {
  /** Exports {@code schedule} into {@code folder} and imports it from there. */
  public static RoundTrip of(
      String format, RandomCase drawn, AttentionSchedule schedule, Path folder) {
    ExportedFiles exported =
        ScheduleExporters.named(format).export(schedule, drawn.accelerator(), drawn.workload());
    exported.writeTo(folder);
    List<Path> files = exported.files().keySet().stream().map(folder::resolve).toList();
    return new RoundTrip(exported, ScheduleImporters.named(format).read(files));
  }

  /**
   * Checks that an imported schedule comes back equal from a second round trip, and that it moves
   * the same words as the exported one unless a note says otherwise; of 80 schedules, some must
   * come without such a note.
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

  /** Whether some note says that tensors move other words than in the schedule. */
  private boolean losesMoves() {
    return Stream.concat(exported.notes().stream(), imported.notes().stream())
        .anyMatch(
            note ->
                note.startsWith("There, ")
                    || note.contains("deals ")
                    || note.contains("its own rows")
                    || note.contains("ragged")
                    || note.contains("visits")
                    || note.contains("stream"));
  }

  /** The DRAM traffic of Q, K, V and O in bytes, by model {@code loopnest}. */
  public static Map<Tensor, Double> traffic(RandomCase drawn, AttentionSchedule schedule) {
    Map<Tensor, Double> all =
        RatedSchedule.of(
                schedule, CostModels.named("loopnest"), drawn.accelerator(), drawn.workload())
            .cost()
            .trafficBytesByTensor();
    Map<Tensor, Double> traffic = new EnumMap<>(Tensor.class);
    for (Tensor tensor : List.of(Tensor.Q, Tensor.K, Tensor.V, Tensor.O)) {
      traffic.put(tensor, all.get(tensor));
    }
    return traffic;
  }
}
