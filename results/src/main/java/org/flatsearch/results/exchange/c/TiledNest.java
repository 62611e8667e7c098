package org.flatsearch.results.exchange.c;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.results.exchange.levels.CoreBlocks;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A schedule as the writers see it: where its loops are, and what part of a tensor is held where.
 */
final class TiledNest {
  private final AttentionSchedule schedule;
  private final LoopNest nest = new LoopNest();
  private final boolean severalCores;

  TiledNest(AttentionSchedule schedule, boolean severalCores) {
    this.schedule = schedule;
    this.severalCores = severalCores;
    nest.set(schedule);
  }

  AttentionSchedule schedule() {
    return schedule;
  }

  SharedLoops form() {
    return nest.form;
  }

  boolean isOnline() {
    return form().shares(Dimension.KEY);
  }

  boolean severalCores() {
    return severalCores;
  }

  /** How many of the outermost loops are dealt to cores as one. */
  int dealtLoops() {
    return dealsRows() ? 2 : 1;
  }

  /** The number of tiles of {@code stage} in a shared tile, as C, where rows are dealt. */
  String ownTiles(Stage stage) {
    List<String> tiles = new ArrayList<>();
    for (Dimension dimension : stage.dimensions()) {
      if (dimension != Dimension.INSTANCE && dimension != Dimension.ROW) {
        String extent = CNames.extent(dimension);
        tiles.add("((%s - 1) / %s + 1)".formatted(extent, CNames.tile(form(), stage, dimension)));
      }
    }
    return String.join("\n        * ", tiles);
  }

  /** Whether tiles of rows, not only of instances, are dealt to cores. */
  boolean dealsRows() {
    return form().dealsRows();
  }

  /** Whether {@code tensor} is the logits, on chip or on their way through DRAM. */
  static boolean isLogits(Tensor tensor) {
    return tensor == Tensor.LOGITS || tensor == Tensor.LOGITS_OUT || tensor == Tensor.LOGITS_IN;
  }

  /** The tensors that have a residency in this schedule. */
  List<Tensor> tensors() {
    return new ArrayList<>(schedule.residency().keySet());
  }

  boolean isAtArray(Tensor tensor) {
    return schedule.residency().get(tensor).isAtArray();
  }

  /** The tensor that {@code stage} produces. */
  Tensor output(Stage stage) {
    return stage.output(schedule.isFused());
  }

  /** The tensor on the row side of {@code stage}: Q or the softmaxed logits. */
  Tensor input(Stage stage) {
    return stage.input(schedule.isFused());
  }

  /** The dimension of the loop at {@code position} of {@code stage}. */
  Dimension loop(Stage stage, int position) {
    return Dimension.values()[nest.stage(stage).order[position]];
  }

  /** The position of the loop inside which {@code tensor} is held. */
  int place(Tensor tensor) {
    return tensor == Tensor.STATISTICS
        ? nest.attend.position(Dimension.ROW.ordinal())
        : nest.inside[tensor.ordinal()];
  }

  /**
   * Whether the statistics are those of all rows, if there are several tiles of keys: where O of
   * all rows is held across keys.
   */
  boolean keepsStatisticsOfAllRows() {
    return form() == SharedLoops.INSTANCE_KEY_ROW
        && place(Tensor.O) < nest.attend.position(Dimension.ROW.ordinal());
  }

  /** Whether statistics can leave the buffer: keys around rows, and only a tile of O is held. */
  boolean movesStatistics() {
    return form() == SharedLoops.INSTANCE_KEY_ROW && !keepsStatisticsOfAllRows();
  }

  /** Whether one tile of {@code dimension} is held, rather than its full extent. */
  boolean holdsTile(Tensor tensor, Dimension dimension) {
    return nest.stage(stage(tensor)).position(dimension.ordinal()) <= place(tensor);
  }

  /**
   * The elements of {@code tensor} that are held inside its loop, as arguments {@code i, ni, r, nr,
   * c, nc}.
   */
  String region(Tensor tensor) {
    StringBuilder region = new StringBuilder("i, ni");
    for (Dimension dimension : CNames.matrix(tensor)) {
      region.append(", ").append(range(tensor, dimension));
    }
    if (tensor == Tensor.STATISTICS) {
      region.append(", 0, 2");
    }
    return region.toString();
  }

  private String range(Tensor tensor, Dimension dimension) {
    if (tensor == Tensor.STATISTICS && keepsStatisticsOfAllRows()) {
      return "ROWS_COME_AGAIN ? 0 : p, ROWS_COME_AGAIN ? ROWS : np";
    }
    boolean throughDram = tensor == Tensor.LOGITS_OUT || tensor == Tensor.LOGITS_IN;
    boolean oneSharedTile = throughDram && form().shares(dimension);
    if (holdsTile(tensor, dimension) || oneSharedTile) {
      return range(dimension);
    }
    if (dimension == Dimension.ROW && severalCores && dealsRows()) {
      return "p_first, p_count";
    }
    return "0, " + CNames.extent(dimension);
  }

  /** The present tile of {@code dimension}, as two arguments. */
  static String range(Dimension dimension) {
    return dimension.symbol() + ", n" + dimension.symbol();
  }

  /** The present tile of a dimension of the shared loops, or its full extent, as two arguments. */
  String sharedRange(Dimension dimension) {
    return form().shares(dimension) ? range(dimension) : "0, " + CNames.extent(dimension);
  }

  /** Whether {@code tensor} is held across rows of which other cores have some. */
  boolean coversRowsOfOthers(Tensor tensor, int cores, AttentionWorkload workload) {
    return dealsRows()
        && tensor.isIndexedBy(Dimension.ROW)
        && !holdsTile(tensor, Dimension.ROW)
        && CoreBlocks.splitInstances(schedule, cores, workload) > 0;
  }

  /** Whether rows of a core's block beyond the present tile are held. */
  boolean holdsRowsOfBlock() {
    if (!severalCores || !dealsRows()) {
      return false;
    }
    return !holdsTile(Tensor.Q, Dimension.ROW) || !holdsTile(Tensor.O, Dimension.ROW);
  }

  /**
   * The C condition under which a tile of an output begins at zero: the loop over its stage's
   * reduction is at its start, or is inside the loop that holds the tile.
   */
  String isFirst(Tensor output) {
    Dimension reduction = stage(output).reduction();
    int position = nest.stage(stage(output)).position(reduction.ordinal());
    return position <= place(output) ? reduction.symbol() + " == 0" : "1";
  }

  private static Stage stage(Tensor tensor) {
    return tensor == Tensor.STATISTICS ? Stage.ATTEND : tensor.stage();
  }
}
