package org.flatsearch.results.exchange.levels;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.IllegalScheduleException;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;

/**
 * A schedule as loops by level. The loops decide where tensors are held: each inside the innermost
 * DRAM loop over one of its dimensions, in one slot, unless it is streamed at the array.
 *
 * @param fused whether the logits stay on chip
 * @param form the shared loops; they lead in the DRAM loops of both stages
 * @param logit the Logit stage
 * @param attend the Attend stage
 * @param atArray the tensors that bypass the buffer
 */
public record LevelledSchedule(
    boolean fused, SharedLoops form, StageLevels logit, StageLevels attend, Set<Tensor> atArray) {
  public LevelledSchedule {
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(logit, "logit");
    Objects.requireNonNull(attend, "attend");
    atArray = Set.copyOf(atArray);
  }

  /** The levels of {@code stage}. */
  public StageLevels stage(Stage stage) {
    return stage == Stage.LOGIT ? logit : attend;
  }

  /** The DRAM loops of {@code stage} inside the shared ones, of several iterations. */
  public List<LevelLoop> ownDramLoops(Stage stage) {
    return stage(stage).dram().stream()
        .filter(loop -> loop.count() > 1 && !form.shares(loop.dimension()))
        .toList();
  }

  /** How many cycles the array of the busiest core takes without waiting. */
  public double arrayCycles() {
    return arrayCycles(Stage.LOGIT) + arrayCycles(Stage.ATTEND);
  }

  /** The part of {@code stage} in these cycles. */
  double arrayCycles(Stage stage) {
    return Stream.concat(stage(stage).dram().stream(), stage(stage).buffer().stream())
        .mapToDouble(LevelLoop::count)
        .reduce(1, (a, b) -> a * b);
  }

  /**
   * Converts the loops to a schedule.
   *
   * @throws IllegalScheduleException if the stages disagree on a shared tile or extent
   */
  public AttentionSchedule toSchedule() {
    requireAgreement();
    List<TiledLoop> shared =
        form.dimensions().stream().map(dimension -> tiled(logit, dimension)).toList();
    return new AttentionSchedule(shared, loops(logit), loops(attend), residencies());
  }

  private void requireAgreement() {
    for (Dimension dimension : List.of(Dimension.INSTANCE, Dimension.ROW, Dimension.KEY)) {
      require(dimension, "extents", logit.extent(dimension), attend.extent(dimension));
      if (form.shares(dimension)) {
        require(dimension, "shared tiles", logit.tile(dimension), attend.tile(dimension));
      }
    }
  }

  private static void require(Dimension dimension, String what, long logit, long attend) {
    if (logit != attend) {
      throw new IllegalScheduleException(
          ("the %s of '%s' are %s in Logit and %s in Attend; the stages of one schedule agree on"
                  + " them")
              .formatted(what, dimension.jsonName(), logit, attend));
    }
  }

  private StageLoops loops(StageLevels stage) {
    Set<Dimension> dimensions = cutDimensions(stage);
    dimensions.addAll(stage.stage().dimensions());
    List<TiledLoop> own =
        dimensions.stream()
            .filter(dimension -> !form.shares(dimension))
            .map(dimension -> tiled(stage, dimension))
            .toList();
    return new StageLoops(own, stage.stationarity(), stage.isTransposed());
  }

  /**
   * The dimensions with several tiles, outermost first. A core keeps its own tiles while the
   * stage's DRAM loops run, so a dimension that is only spread over cores is outside those loops.
   */
  private Set<Dimension> cutDimensions(StageLevels stage) {
    Set<Dimension> cut = new LinkedHashSet<>();
    form.dimensions().stream().filter(dimension -> stage.tiles(dimension) > 1).forEach(cut::add);
    stage.cores().stream()
        .map(LevelLoop::dimension)
        .filter(dimension -> StageLevels.find(stage.dram(), dimension).count() == 1)
        .filter(dimension -> stage.tiles(dimension) > 1)
        .forEach(cut::add);
    ownDramLoops(stage.stage()).forEach(loop -> cut.add(loop.dimension()));
    return cut;
  }

  private static TiledLoop tiled(StageLevels stage, Dimension dimension) {
    return new TiledLoop(dimension, Math.toIntExact(stage.tile(dimension)));
  }

  private Map<Tensor, Residency> residencies() {
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    for (Tensor tensor : List.of(Tensor.Q, Tensor.K, Tensor.V, Tensor.O)) {
      residency.put(tensor, residency(tensor));
    }
    if (fused) {
      residency.put(Tensor.LOGITS, Residency.inside(form.innermost(), 1));
    } else {
      residency.put(Tensor.LOGITS_OUT, residency(Tensor.LOGITS_OUT));
      residency.put(Tensor.LOGITS_IN, residency(Tensor.LOGITS_IN));
    }
    return residency;
  }

  private Residency residency(Tensor tensor) {
    if (atArray.contains(tensor)) {
      return Residency.atArray();
    }
    Dimension inside = Dimension.INSTANCE;
    StageLevels stage = stage(tensor.stage());
    for (Dimension dimension : cutDimensions(stage)) {
      if (tensor.isIndexedBy(dimension)) {
        inside = dimension;
      }
    }
    return Residency.inside(inside, 1);
  }
}
