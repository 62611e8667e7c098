package org.flatsearch.results;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Residency;
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
 * around it, the full extent of each loop inside.
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
    for (TiledLoop loop : schedule.shared()) {
      loop(depth, loop);
      depth++;
      for (Tensor tensor : schedule.residency().keySet()) {
        hold(depth, tensor, loop.dimension());
      }
    }
    stage(depth, Stage.LOGIT);
    softmax(depth);
    stage(depth, Stage.ATTEND);
    return text.toString();
  }

  private void stage(int depth, Stage stage) {
    line(depth, formula(stage));
    int inner = depth + 1;
    for (TiledLoop loop : schedule.stage(stage).loops()) {
      loop(inner, loop);
      inner++;
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
    String keys = workload.keys() + " logits";
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

  private void loop(int depth, TiledLoop loop) {
    int extent = Extents.of(workload, loop.dimension());
    int tiles = Extents.tiles(extent, loop.tile());
    int last = Extents.lastTile(extent, loop.tile());
    line(
        depth,
        "for "
            + loop.dimension().jsonName()
            + " in "
            + tiles
            + (tiles == 1 ? " tile of " : " tiles of ")
            + loop.tile()
            + (last == loop.tile() ? "" : ", the last of " + last));
  }

  private void hold(int depth, Tensor tensor, Dimension inside) {
    Residency residency = schedule.residency().get(tensor);
    if (residency.inside() != inside) {
      return;
    }
    String extents =
        tile(tensor, inside).stream().map(String::valueOf).collect(Collectors.joining(" x "));
    line(
        depth,
        "hold "
            + tensor.jsonName()
            + " ["
            + extents
            + "] in the buffer, "
            + residency.slots()
            + (residency.slots() == 1 ? " slot" : " slots"));
  }

  /** The extents of the tile held inside a loop, in the order of the tensor's dimensions. */
  private List<Integer> tile(Tensor tensor, Dimension inside) {
    List<Dimension> around = new ArrayList<>();
    for (Dimension dimension : order(tensor.stage())) {
      around.add(dimension);
      if (dimension == inside) {
        break;
      }
    }
    List<Integer> extents = new ArrayList<>();
    for (Dimension dimension : Dimension.values()) {
      if (tensor.isIndexedBy(dimension)) {
        extents.add(
            around.contains(dimension)
                ? schedule.tile(tensor.stage(), dimension)
                : Extents.of(workload, dimension));
      }
    }
    return extents;
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
