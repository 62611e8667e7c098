package org.flatsearch.results.exchange.c;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.results.exchange.levels.CoreBlocks;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
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
  private final AttentionWorkload workload;
  private final boolean severalCores;

  TiledNest(AttentionSchedule schedule, AttentionWorkload workload, boolean severalCores) {
    this.schedule = schedule;
    this.workload = workload;
    this.severalCores = severalCores;
    nest.set(schedule);
  }

  AttentionWorkload workload() {
    return workload;
  }

  boolean isMasked() {
    return !workload.mask().isNone();
  }

  /** Whether the keys are split into several parts. */
  boolean hasParts() {
    return nest.keyPart > 0 && nest.keyPart < workload.keys();
  }

  /** Whether a tile of rows sees only some of the keys. */
  boolean isIrregular() {
    return isMasked() || hasParts();
  }

  boolean hasSteps() {
    return nest.keyStep > 0;
  }

  /** Whether V is in the tile of K. */
  boolean hasValuesInKeys() {
    return nest.hasValuesInKeys();
  }

  boolean isInRegisters(Tensor tensor) {
    return nest.isInRegisters(tensor);
  }

  /** Whether the tile is one of a step of keys, inside the loop over steps. */
  boolean isOfStep(Tensor tensor) {
    return nest.place[tensor.ordinal()] == Residency.Place.STEP;
  }

  /** Whether the tile is one of the loop over tiles of keys, where steps cut these further. */
  private boolean hasKeysOfSeveralSteps(Tensor tensor) {
    return hasSteps() && !isLogits(tensor) && !isOfStep(tensor) && place(tensor) == 2;
  }

  /** The macro of the elements of {@code dimension} that the array works on at a time. */
  String workTile(Stage stage, Dimension dimension) {
    boolean isStep = hasSteps() && dimension == Dimension.KEY;
    return isStep ? "KEY_STEP" : CNames.tile(form(), stage, dimension);
  }

  /** The macro of the elements of {@code dimension} in a tile that is held. */
  String heldTile(Tensor tensor, Dimension dimension) {
    return hasKeysOfSeveralSteps(tensor)
        ? CNames.tile(form(), tensor.stage(), dimension)
        : workTile(tensor.stage(), dimension);
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

  /** The tensors that have a tile of their own in this schedule. */
  List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>(schedule.residency().keySet());
    tensors.removeIf(tensor -> tensor == Tensor.V && hasValuesInKeys());
    return tensors;
  }

  boolean isAtArray(Tensor tensor) {
    return schedule.residency().get(tensor).isAtArray();
  }

  /** The tensor that {@code stage} produces. */
  Tensor output(Stage stage) {
    return stage.output(schedule.isFused());
  }

  /** The tensor with the other input of {@code stage}: K or V, or K that has V. */
  Tensor weight(Stage stage) {
    return hasValuesInKeys() ? Tensor.K : stage.weight();
  }

  /** The tensor on the row side of {@code stage}: Q or the softmaxed logits. */
  Tensor input(Stage stage) {
    return stage.input(schedule.isFused());
  }

  /** The dimension of the loop at {@code position} of {@code stage}. */
  Dimension loop(Stage stage, int position) {
    return Dimension.values()[nest.stage(stage).order[position]];
  }

  /** The position of the loop over {@code dimension} of {@code stage}. */
  int position(Stage stage, Dimension dimension) {
    return nest.stage(stage).position(dimension.ordinal());
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
      boolean hasSeveralSteps = dimension == Dimension.KEY && hasKeysOfSeveralSteps(tensor);
      return hasSeveralSteps ? "l, nl" : range(dimension);
    }
    if (isIrregular() && dimension == Dimension.KEY) {
      String keyTile = CNames.tile(form(), stage(tensor), dimension);
      boolean ofRows = holdsTile(tensor, Dimension.ROW);
      String from = ofRows ? "p" : "0";
      String rows = ofRows ? "p, np" : "0, ROWS";
      return tensor == Tensor.LOGITS
          ? "logits_from(%s), logits_to(%s) - logits_from(%s)".formatted(from, rows, from)
          : "keys_from(%s, %s), keys_to(%s, %s) - keys_from(%s, %s)"
              .formatted(from, keyTile, rows, keyTile, from, keyTile);
    }
    if (isIrregular() && dimension == Dimension.ROW && holdsTile(tensor, Dimension.KEY)) {
      String tile = CNames.tile(form(), stage(tensor), dimension);
      return "rows_from(m, nm, %s), rows_to(m, nm, %s) - rows_from(m, nm, %s)"
          .formatted(tile, tile, tile);
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
        && (hasParts() && severalCores || CoreBlocks.splitInstances(schedule, cores, workload) > 0);
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
    if (position > place(output)) {
      return "1";
    }
    boolean hasSeveralSteps = hasSteps() && position == place(output);
    String index = hasSeveralSteps ? "l" : String.valueOf(reduction.symbol());
    if (!isIrregular() || reduction != Dimension.KEY) {
      return index + " == 0";
    }
    return coversSeveralRowTiles(output)
        ? "is_first(rows_from(m, nm, %s), m)"
            .formatted(CNames.tile(form(), stage(output), Dimension.ROW))
        : "is_first(p, " + index + ")";
  }

  /**
   * Whether a tile of O inside keys covers several tiles of rows, of which each begins its sums
   * with the first keys that it sees.
   */
  boolean beginsSumsByRowTile() {
    return isIrregular()
        && !isAtArray(Tensor.O)
        && holdsTile(Tensor.O, Dimension.KEY)
        && coversSeveralRowTiles(Tensor.O);
  }

  private boolean coversSeveralRowTiles(Tensor output) {
    return !holdsTile(output, Dimension.ROW);
  }

  private static Stage stage(Tensor tensor) {
    return tensor == Tensor.STATISTICS ? Stage.ATTEND : tensor.stage();
  }
}
