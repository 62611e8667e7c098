package org.flatsearch.results.exchange.levels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Converts schedules into the form of {@link LevelledSchedule}, noting what that changes.
 *
 * <p>A stage's own loop becomes a DRAM loop if it, or one inside it, cuts a tile in the buffer, or
 * if all tensors that it indexes are streamed. At DRAM, other loops would cut tiles that the
 * schedule holds whole: they only divide the work of the array, and are left to the buffer's loops
 * over passes.
 */
public final class ScheduleLeveller {
  private final AttentionSchedule schedule;
  private final Accelerator accelerator;
  private final AttentionWorkload workload;
  private final PeerLimits limits;
  private final List<String> notes;
  private final SharedLoops form;
  private final Moves moves;
  private final CoreSplit split;
  private boolean holdsWhole = true;

  /**
   * Prepares one schedule that fits {@code workload}; its tiles divide their dimensions if the peer
   * has no ragged ones.
   *
   * @param notes receives a sentence for each change
   */
  public ScheduleLeveller(
      AttentionSchedule schedule,
      Accelerator accelerator,
      AttentionWorkload workload,
      PeerLimits limits,
      List<String> notes) {
    this.schedule = schedule;
    this.accelerator = accelerator;
    this.workload = workload;
    this.limits = limits;
    this.notes = notes;
    this.form = sharedLoops();
    this.moves = new Moves(this.schedule, workload);
    this.split = CoreSplit.of(this.schedule, accelerator.cores(), workload);
  }

  /** The shared loops; without that of keys if it has one tile, which needs no online softmax. */
  private SharedLoops sharedLoops() {
    SharedLoops shared = schedule.form();
    boolean oneKeyTile = shared.shares(Dimension.KEY) && tiles(Stage.LOGIT, Dimension.KEY) == 1;
    return oneKeyTile ? SharedLoops.INSTANCE_ROW : shared;
  }

  /** How the shared tiles are spread over the cores. */
  public CoreSplit split() {
    return split;
  }

  /**
   * The schedule by level; call once. Of a tensor that the peer cannot stream past the buffer, all
   * that a shared tile needs is held if there is room, else one tile of the stage's own loops.
   */
  public LevelledSchedule level() {
    int before = notes.size();
    LevelledSchedule levelled = attempt();
    boolean holdsStreams =
        !limits.streaming()
            && schedule.residency().values().stream().anyMatch(Residency::isAtArray);
    if (holdsStreams && !fits(levelled)) {
      holdsWhole = false;
      notes.subList(before, notes.size()).clear();
      levelled = attempt();
    }
    return levelled;
  }

  private boolean fits(LevelledSchedule levelled) {
    return PeerCosts.of(levelled.toSchedule(), accelerator, workload).isFeasible();
  }

  private LevelledSchedule attempt() {
    boolean fused = schedule.isFused();
    StageLevels logit = levels(Stage.LOGIT);
    StageLevels attend = levels(Stage.ATTEND);
    LevelledSchedule levelled =
        new LevelledSchedule(fused, fused ? form : SharedLoops.INSTANCE, logit, attend, atArray());
    PeerNotes.cores(split).ifPresent(notes::add);
    PeerNotes.blocks(schedule, split, workload).ifPresent(notes::add);
    PeerNotes.rowsOfOthers(schedule, split, limits.tool()).ifPresent(notes::add);
    noteResidencies(levelled);
    PeerNotes.onlineSoftmax(schedule, accelerator, workload, limits.tool()).ifPresent(notes::add);
    PeerNotes.stagesApart(fused, form).ifPresent(notes::add);
    return levelled;
  }

  private Set<Tensor> atArray() {
    return schedule.residency().entrySet().stream()
        .filter(entry -> entry.getValue().isAtArray() && limits.streaming())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private StageLevels levels(Stage stage) {
    Stationarity stationarity = schedule.stage(stage).stationarity();
    boolean transposed = schedule.stage(stage).transposed();
    Dimension x = stationarity.x(stage);
    Dimension y = stationarity.y(stage);
    List<LevelLoop> dram = dramLoops(stage);
    List<LevelLoop> cores = split.loops().stream().filter(loop -> loop.count() > 1).toList();
    Nested onRows = onSide(stage, transposed ? y : x, dram, accelerator.rows(), "rows");
    Nested onColumns = onSide(stage, transposed ? x : y, dram, accelerator.columns(), "columns");
    List<LevelLoop> buffer =
        List.of(
            nested(stage, Dimension.INSTANCE, dram, 1).outer(),
            (transposed ? onColumns : onRows).outer(),
            (transposed ? onRows : onColumns).outer(),
            nested(stage, stationarity.z(stage), dram, 1).outer());
    return new StageLevels(stage, dram, cores, buffer, onRows.inner(), onColumns.inner());
  }

  private List<LevelLoop> dramLoops(Stage stage) {
    List<LevelLoop> loops = new ArrayList<>();
    for (Dimension dimension : form.dimensions()) {
      int parts = StageLevels.find(split.loops(), dimension).count();
      loops.add(new LevelLoop(dimension, tiles(stage, dimension) / parts));
    }
    int deepest = deepest(stage) - schedule.form().count();
    List<TiledLoop> own = schedule.stage(stage).loops();
    for (int k = 0; k < own.size(); k++) {
      Dimension dimension = own.get(k).dimension();
      boolean splits = tiles(stage, dimension) > 1;
      if (splits && (k <= deepest || cutsOnlyStreams(stage, dimension))) {
        loops.add(new LevelLoop(dimension, tiles(stage, dimension)));
      } else if (splits) {
        notes.add(PeerNotes.unheld(stage, own.get(k)));
      }
    }
    return loops;
  }

  /** Whether all tensors of {@code stage} that {@code dimension} indexes bypass the buffer. */
  private boolean cutsOnlyStreams(Stage stage, Dimension dimension) {
    return schedule.residency().keySet().stream()
        .filter(tensor -> tensor.stage() == stage || tensor == Tensor.LOGITS)
        .filter(tensor -> tensor.isIndexedBy(dimension))
        .allMatch(atArray()::contains);
  }

  /** The position of the innermost loop that cuts the tile of some tensor of {@code stage}. */
  private int deepest(Stage stage) {
    int deepest = schedule.form().count() - 1;
    for (Map.Entry<Tensor, Residency> entry : schedule.residency().entrySet()) {
      boolean streamed = entry.getValue().isAtArray() && (limits.streaming() || holdsWhole);
      if (entry.getKey().stage() == stage && entry.getKey() != Tensor.LOGITS && !streamed) {
        deepest = Math.max(deepest, moves.innermost(entry.getKey()));
      }
    }
    return deepest;
  }

  private Nested onSide(
      Stage stage, Dimension dimension, List<LevelLoop> dram, int side, String sideName) {
    int tile = tile(dram, stage, dimension);
    boolean single = tile == Extents.of(workload, dimension);
    int most = Math.min(side, tile);
    int used = limits.raggedTiles() && single ? most : Divisors.largest(tile, most);
    if (used < most) {
      notes.add(PeerNotes.side(stage, dimension, tile, used, side + " array " + sideName));
    }
    return nested(stage, dimension, dram, used);
  }

  /** A tile as an outer loop over array passes and an inner loop along a side of the array. */
  private record Nested(LevelLoop outer, LevelLoop inner) {}

  private Nested nested(Stage stage, Dimension dimension, List<LevelLoop> dram, int side) {
    int tile = tile(dram, stage, dimension);
    int extent = Extents.of(workload, dimension);
    int lastTile = Extents.lastTile(extent, tile);
    int passes = Extents.tiles(tile, side);
    int lastPasses = Extents.tiles(lastTile, side);
    int lastSide = Extents.lastTile(lastTile, side);
    return new Nested(
        new LevelLoop(dimension, passes, lastPasses), new LevelLoop(dimension, side, lastSide));
  }

  /** The tile of a dimension in the buffer: all of it unless a DRAM loop divides it. */
  private int tile(List<LevelLoop> dram, Stage stage, Dimension dimension) {
    boolean divided = dram.stream().anyMatch(loop -> loop.dimension() == dimension);
    return divided ? schedule.tile(stage, dimension) : Extents.of(workload, dimension);
  }

  private int tiles(Stage stage, Dimension dimension) {
    return Extents.tiles(Extents.of(workload, dimension), schedule.tile(stage, dimension));
  }

  private void noteResidencies(LevelledSchedule levelled) {
    Moves then = new Moves(levelled.toSchedule(), workload);
    schedule
        .residency()
        .forEach(
            (tensor, residency) -> {
              if (residency.isAtArray() && limits.streaming()) {
                noteStream(tensor, levelled);
              } else if (residency.isAtArray()) {
                notes.add(
                    "%s cannot stream %s past the buffer: its tiles are held there."
                        .formatted(limits.tool(), tensor.jsonName()));
              } else if (tensor != Tensor.LOGITS && then.visits(tensor) != moves.visits(tensor)) {
                notes.add(
                    "%s holds %s where the loops put it: its words move in %s visits, not %s."
                        .formatted(
                            limits.tool(),
                            tensor.jsonName(),
                            then.visits(tensor),
                            moves.visits(tensor)));
              }
            });
  }

  /**
   * A stream moves again for each tile of all loops around it, even of those left to the array, and
   * for each pass of the part of the array that is used.
   */
  private void noteStream(Tensor tensor, LevelledSchedule levelled) {
    StageLevels stage = levelled.stage(tensor.stage());
    long before = words(tensor, schedule, accelerator.rows(), accelerator.columns());
    long after =
        words(tensor, levelled.toSchedule(), stage.rows().count(), stage.columns().count());
    if (after != before) {
      notes.add(
          "With this use of the array, %s words of %s stream past the buffer, not %s."
              .formatted(after, tensor.jsonName(), before));
    }
  }

  /** The words of a tensor that move on a single core, as every core has its own streams. */
  private long words(Tensor tensor, AttentionSchedule moving, long rows, long columns) {
    Map<String, String> array =
        Map.of("cores", "1", "rows", String.valueOf(rows), "columns", String.valueOf(columns));
    double bytes =
        PeerCosts.of(moving, accelerator.with(array), workload).trafficBytesByTensor().get(tensor);
    return Math.round(bytes / workload.wordBytes());
  }
}
