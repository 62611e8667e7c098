package org.flatsearch.results;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A schedule as a loop nest in pseudo-code, for people to read.
 *
 * <pre>
 * for instance in 768 tiles of 1
 *   hold K [1 x 4096 x 64] in the buffer, 1 slot
 *   for row in 32 tiles of 128
 *     hold Q [1 x 128 x 64] in the buffer, 2 slots
 *     …
 *     Logit: logits[row, key] += Q[row, queryDim] * K[key, queryDim]
 *       for key in 8 tiles of 512
 *         for queryDim in 1 tile of 64
 *           array: output stationary; rows = row, columns = key, queryDim streams
 *     softmax of whole rows of 4096 logits
 *     Attend: …
 * </pre>
 *
 * <p>A tensor is named where its tile is held, with the extents of that tile: one tile of each loop
 * around it, the full extent of each loop inside, of which a mask may hide a part.
 */
public final class LoopNestText {
  private static final String INDENT = "  ";

  private final AttentionSchedule schedule;
  private final AttentionWorkload workload;
  private final StringBuilder text = new StringBuilder();

  private LoopNestText(AttentionSchedule schedule, AttentionWorkload workload) {
    this.schedule = schedule;
    this.workload = workload;
  }

  /**
   * The loop nest of {@code schedule}, each line ended by a line feed.
   *
   * @param workload a workload that the schedule fits
   */
  public static String of(AttentionSchedule schedule, AttentionWorkload workload) {
    return new LoopNestText(schedule, workload).nest();
  }

  private String nest() {
    int depth = 0;
    boolean hasSteps = schedule.keyStep() > 0;
    for (TiledLoop loop : schedule.shared()) {
      loop(depth, loop);
      depth++;
      skip(depth, loop.dimension(), order(Stage.LOGIT));
      for (Tensor tensor : schedule.residency().keySet()) {
        if (!hasSteps || !isOfStep(tensor)) {
          hold(depth, tensor, loop.dimension());
        }
      }
      if (loop.dimension() == Dimension.INSTANCE && schedule.keyPart() > 0) {
        loop(depth, "keyPart", schedule.keyPart(), workload.keys());
        depth++;
      }
    }
    if (hasSteps) {
      loop(depth, "keyStep", schedule.keyStep(), schedule.tile(Stage.LOGIT, Dimension.KEY));
      depth++;
      skip(depth, Dimension.KEY, order(Stage.LOGIT));
      for (Tensor tensor : schedule.residency().keySet()) {
        if (isOfStep(tensor)) {
          hold(depth, tensor, Dimension.KEY);
        }
      }
    }
    stage(depth, Stage.LOGIT);
    softmax(depth);
    stage(depth, Stage.ATTEND);
    if (schedule.keyPart() > 0) {
      line(1, "merge the parts of each tile of rows: rescale and add them, write O");
    }
    return text.toString();
  }

  /** Whether a tile has the keys of a step, where there are steps. */
  private boolean isOfStep(Tensor tensor) {
    return tensor == Tensor.LOGITS || schedule.residency().get(tensor).place() == Place.STEP;
  }

  private void stage(int depth, Stage stage) {
    line(depth, formula(stage));
    int inner = depth + 1;
    for (TiledLoop loop : schedule.stage(stage).loops()) {
      loop(inner, loop);
      inner++;
      skip(inner, loop.dimension(), order(stage));
      for (Tensor tensor : tensorsOf(stage)) {
        hold(inner, tensor, loop.dimension());
      }
    }
    String streamed =
        tensorsOf(stage).stream()
            .filter(tensor -> schedule.residency().get(tensor).isAtArray())
            .map(Tensor::jsonName)
            .collect(Collectors.joining(", "));
    if (!streamed.isEmpty()) {
      line(inner, "stream " + streamed + " between DRAM and the array");
    }
    line(inner, array(stage));
  }

  private String formula(Stage stage) {
    Tensor throughDram = stage == Stage.LOGIT ? Tensor.LOGITS_OUT : Tensor.LOGITS_IN;
    String logits = (schedule.isFused() ? Tensor.LOGITS : throughDram).jsonName();
    return stage == Stage.LOGIT
        ? "Logit: " + logits + "[row, key] += Q[row, queryDim] * K[key, queryDim]"
        : "Attend: O[row, valueDim] += " + logits + "[row, key] * V[key, valueDim]";
  }

  private void softmax(int depth) {
    String keys = upTo(workload.keys()) + " logits";
    if (!schedule.isFused()) {
      line(depth, "softmax of whole rows of " + keys + ", from DRAM to DRAM");
    } else if (schedule.form().shares(Dimension.KEY)) {
      line(depth, "online softmax: update the row statistics, rescale O");
    } else {
      line(depth, "softmax of whole rows of " + keys);
    }
  }

  private String array(Stage stage) {
    StageLoops own = schedule.stage(stage);
    Stationarity stationarity = own.stationarity();
    String x = stationarity.x(stage).jsonName();
    String y = stationarity.y(stage).jsonName();
    return "array: %s stationary; rows = %s, columns = %s, %s streams"
        .formatted(
            stationarity.jsonName(),
            own.transposed() ? y : x,
            own.transposed() ? x : y,
            stationarity.z(stage).jsonName());
  }

  /** Says at the inner one of the loops over rows and keys that it skips what a mask hides. */
  private void skip(int depth, Dimension dimension, List<Dimension> order) {
    int row = order.indexOf(Dimension.ROW);
    int key = order.indexOf(Dimension.KEY);
    if (!workload.mask().isNone() && order.indexOf(dimension) == Math.max(row, key)) {
      line(depth, "skip what mask " + workload.mask() + " hides");
    }
  }

  private void loop(int depth, TiledLoop loop) {
    Dimension dimension = loop.dimension();
    loop(depth, dimension.jsonName(), loop.tile(), extent(dimension));
  }

  private void loop(int depth, String name, int tile, int extent) {
    int tiles = Extents.tiles(extent, tile);
    int last = Extents.lastTile(extent, tile);
    line(
        depth,
        "for "
            + name
            + " in "
            + tiles
            + (tiles == 1 ? " tile of " : " tiles of ")
            + tile
            + (last == tile ? "" : ", the last of " + last));
  }

  private void hold(int depth, Tensor tensor, Dimension inside) {
    Residency residency = schedule.residency().get(tensor);
    if (residency.inside() != inside) {
      return;
    }
    boolean hasValues =
        tensor == Tensor.K && schedule.residency().get(Tensor.V).place() == Place.KEYS;
    line(
        depth,
        "hold "
            + tensor.jsonName()
            + " ["
            + String.join(" x ", tile(tensor, inside))
            + (residency.place() == Place.REGISTERS ? "] in registers, " : "] in the buffer, ")
            + residency.slots()
            + (residency.slots() == 1 ? " slot" : " slots")
            + (hasValues ? "; V is its first " + workload.valueDim() + " columns" : ""));
  }

  /** The extents of the tile held inside a loop, in the order of the tensor's dimensions. */
  private List<String> tile(Tensor tensor, Dimension inside) {
    List<Dimension> around = new ArrayList<>();
    for (Dimension dimension : order(tensor.stage())) {
      around.add(dimension);
      if (dimension == inside) {
        break;
      }
    }
    List<String> extents = new ArrayList<>();
    for (Dimension dimension : Dimension.values()) {
      if (tensor.isIndexedBy(dimension)) {
        boolean isStep = dimension == Dimension.KEY && schedule.keyStep() > 0 && isOfStep(tensor);
        int tile = isStep ? schedule.keyStep() : schedule.tile(tensor.stage(), dimension);
        int extent = extent(dimension);
        boolean isMasked = dimension == Dimension.ROW || dimension == Dimension.KEY;
        extents.add(
            around.contains(dimension)
                ? String.valueOf(tile)
                : isMasked ? upTo(extent) : String.valueOf(extent));
      }
    }
    return extents;
  }

  /** The extent that a core goes through: of keys, that of a part. */
  private int extent(Dimension dimension) {
    int extent = Extents.of(workload, dimension);
    boolean isPart = dimension == Dimension.KEY && schedule.keyPart() > 0;
    return isPart ? Math.min(schedule.keyPart(), extent) : extent;
  }

  /** An extent of which a mask may hide a part. */
  private String upTo(int extent) {
    return (workload.mask().isNone() ? "" : "up to ") + extent;
  }

  private List<Dimension> order(Stage stage) {
    List<Dimension> order = new ArrayList<>(schedule.form().dimensions());
    schedule.stage(stage).loops().forEach(loop -> order.add(loop.dimension()));
    return order;
  }

  private List<Tensor> tensorsOf(Stage stage) {
    return schedule.residency().keySet().stream()
        .filter(tensor -> tensor.stage() == stage)
        .toList();
  }

  private void line(int depth, String content) {
    text.append(INDENT.repeat(depth)).append(content).append('\n');
  }
}
