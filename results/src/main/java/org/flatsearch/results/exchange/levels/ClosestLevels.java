package org.flatsearch.results.exchange.levels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flatsearch.cost.Cost;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The form by levels that moves the words of a schedule most closely. Peers hold tensors where
 * their loops put them, so a tensor that is held outside a loop of its own would move again. There
 * is often room to leave that loop to the array: then a whole tile moves once.
 *
 * @param loops the schedule by levels
 * @param split how its shared tiles are spread over the cores
 * @param notes what was changed
 */
public record ClosestLevels(LevelledSchedule loops, CoreSplit split, List<String> notes) {
  /**
   * The form of {@code schedule} with its own loops, if it moves the same words; else with those
   * loops left to the array that bring its words closest, if it fits the buffer.
   *
   * @param fetchesAgain whether the peer moves more words than the loops show
   */
  public static ClosestLevels of(
      AttentionSchedule schedule,
      Accelerator accelerator,
      AttentionWorkload workload,
      PeerLimits limits,
      Predicate<LevelledSchedule> fetchesAgain) {
    List<String> rounding = new ArrayList<>();
    AttentionSchedule rounded =
        limits.raggedTiles()
            ? schedule
            : TileRounding.round(schedule, workload, limits.tool(), rounding);
    ClosestLevels plain = attempt(rounded, accelerator, workload, limits, rounding);
    Map<Tensor, Double> words = words(rounded, accelerator, workload);
    Comparator<ClosestLevels> closest =
        Comparator.<ClosestLevels>comparingDouble(
                form -> form.distance(words, accelerator, workload))
            .thenComparing(form -> fetchesAgain.test(form.loops));
    if (plain.distance(words, accelerator, workload) == 0 && !fetchesAgain.test(plain.loops)) {
      return plain;
    }
    List<Loop> loops = Loop.ofSeveralTiles(rounded, workload);
    return IntStream.range(1, 1 << loops.size())
        .boxed()
        .sorted(Comparator.comparingInt(Integer::bitCount))
        .map(bits -> loops.stream().filter(loop -> (bits >> loops.indexOf(loop) & 1) != 0).toList())
        .map(
            whole -> {
              List<String> notes = new ArrayList<>(rounding);
              notes.add(note(whole, limits.tool()));
              return attempt(
                  without(whole, rounded, workload), accelerator, workload, limits, notes);
            })
        .filter(form -> form.split.equals(plain.split) && form.fits(accelerator, workload, limits))
        .min(closest)
        .filter(form -> closest.compare(form, plain) < 0)
        .map(form -> form.withNotesOnWords(words, accelerator, workload))
        .orElse(plain);
  }

  private ClosestLevels withNotesOnWords(
      Map<Tensor, Double> words, Accelerator accelerator, AttentionWorkload workload) {
    Map<Tensor, Double> own = words(loops.toSchedule(), accelerator, workload);
    List<String> all = new ArrayList<>(notes);
    words.forEach(
        (tensor, bytes) -> {
          double moved = own.getOrDefault(tensor, 0.0);
          if (moved != bytes) {
            all.add(
                "There, %s words of %s move, not %s."
                    .formatted(
                        Math.round(moved / workload.wordBytes()),
                        tensor.jsonName(),
                        Math.round(bytes / workload.wordBytes())));
          }
        });
    return new ClosestLevels(loops, split, all);
  }

  private static ClosestLevels attempt(
      AttentionSchedule schedule,
      Accelerator accelerator,
      AttentionWorkload workload,
      PeerLimits limits,
      List<String> firstNotes) {
    List<String> notes = new ArrayList<>(firstNotes);
    ScheduleLeveller leveller =
        new ScheduleLeveller(schedule, accelerator, workload, limits, notes);
    return new ClosestLevels(leveller.level(), leveller.split(), notes);
  }

  /** How many bytes of all tensors move more or less often than they should. */
  private double distance(
      Map<Tensor, Double> words, Accelerator accelerator, AttentionWorkload workload) {
    Map<Tensor, Double> own = words(loops.toSchedule(), accelerator, workload);
    return words.entrySet().stream()
        .mapToDouble(entry -> Math.abs(entry.getValue() - own.getOrDefault(entry.getKey(), 0.0)))
        .sum();
  }

  /** The traffic of those tensors that peers know. */
  private static Map<Tensor, Double> words(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    Map<Tensor, Double> words =
        new EnumMap<>(PeerCosts.of(schedule, accelerator, workload).trafficBytesByTensor());
    words.keySet().removeAll(List.of(Tensor.STATISTICS, Tensor.SOFTMAX));
    return words;
  }

  private boolean fits(Accelerator accelerator, AttentionWorkload workload, PeerLimits limits) {
    Cost cost = PeerCosts.of(loops.toSchedule(), accelerator, workload);
    if (!limits.stagesApart()) {
      return cost.isFeasible();
    }
    double other =
        Math.min(
            bytes(cost, Tensor.Q) + bytes(cost, Tensor.K),
            bytes(cost, Tensor.V) + bytes(cost, Tensor.O));
    return cost.footprintBytes() - other <= accelerator.bufferBytes();
  }

  private static double bytes(Cost cost, Tensor tensor) {
    return cost.footprintBytesByTensor().getOrDefault(tensor, 0.0);
  }

  /** A loop of several tiles that can be left to the array: a stage's own, or the shared keys'. */
  private record Loop(Optional<Stage> stage, Dimension dimension) {
    static List<Loop> ofSeveralTiles(AttentionSchedule schedule, AttentionWorkload workload) {
      List<Loop> loops = new ArrayList<>();
      for (TiledLoop loop : schedule.shared()) {
        if (loop.dimension() == Dimension.KEY && loop.tile() < workload.keys()) {
          loops.add(new Loop(Optional.empty(), Dimension.KEY));
        }
      }
      for (Stage stage : Stage.values()) {
        for (TiledLoop loop : schedule.stage(stage).loops()) {
          if (loop.tile() < Extents.of(workload, loop.dimension())) {
            loops.add(new Loop(Optional.of(stage), loop.dimension()));
          }
        }
      }
      return loops;
    }

    @Override
    public String toString() {
      return dimension.jsonName() + stage.map(of -> " of " + of.jsonName()).orElse("");
    }
  }

  /** {@code schedule} with one tile of each of these loops. */
  private static AttentionSchedule without(
      List<Loop> whole, AttentionSchedule schedule, AttentionWorkload workload) {
    List<TiledLoop> shared = new ArrayList<>(schedule.shared());
    if (whole.contains(new Loop(Optional.empty(), Dimension.KEY))) {
      shared.removeIf(loop -> loop.dimension() == Dimension.KEY);
    }
    SharedLoops form = SharedLoops.of(shared);
    Map<Tensor, Residency> residency = new EnumMap<>(schedule.residency());
    residency.computeIfPresent(
        Tensor.LOGITS, (t, held) -> Residency.inside(form.innermost(), held.slots()));
    Map<Stage, StageLoops> stages = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      StageLoops before = schedule.stage(stage);
      List<TiledLoop> own = new ArrayList<>();
      if (form != schedule.form()) {
        own.add(new TiledLoop(Dimension.KEY, workload.keys()));
      }
      for (TiledLoop loop : before.loops()) {
        boolean left = whole.contains(new Loop(Optional.of(stage), loop.dimension()));
        int tile = left ? Extents.of(workload, loop.dimension()) : loop.tile();
        own.add(new TiledLoop(loop.dimension(), tile));
      }
      stages.put(stage, new StageLoops(own, before.stationarity(), before.transposed()));
    }
    return new AttentionSchedule(
        shared, stages.get(Stage.LOGIT), stages.get(Stage.ATTEND), residency);
  }

  private static String note(List<Loop> whole, String tool) {
    return "%s would move other words. There is room to hold whole tiles, so these loops go to the array: %s."
        .formatted(tool, whole.stream().map(Loop::toString).collect(Collectors.joining(", ")));
  }
}
