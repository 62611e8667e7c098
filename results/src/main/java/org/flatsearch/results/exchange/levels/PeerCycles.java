package org.flatsearch.results.exchange.levels;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.flatsearch.cost.Bound;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The cycles that peers count for an export. Where nothing waits, a level takes the time of what is
 * inside it, or longer if its reads or its writes take longer at their bandwidths. The array takes
 * a cycle for each iteration of all loops in time, those of smaller last tiles counted in full.
 */
public final class PeerCycles {
  /** Beyond this many times our own cycles, other tiles are worth a search. */
  private static final double LARGE_LOSS = 1.1;

  private final ClosestLevels form;
  private final Accelerator accelerator;
  private final double wordBytes;
  private final Map<Tensor, Double> trafficBytes;
  private final AttentionWorkload workload;

  public PeerCycles(ClosestLevels form, Accelerator accelerator, AttentionWorkload workload) {
    this.form = form;
    this.accelerator = accelerator;
    this.workload = workload;
    wordBytes = workload.wordBytes();
    trafficBytes =
        PeerCosts.of(form.loops().toSchedule(), accelerator, workload).trafficBytesByTensor();
  }

  /**
   * The cycles of both stages as problems of their own, one after the other; empty if ports of the
   * buffer may bind, or if DRAM does and its words are uncertain.
   *
   * @param certain whether the peer moves the words of the model
   */
  public OptionalLong apart(boolean certain) {
    long cycles = 0;
    for (Stage stage : Stage.values()) {
      double array = form.loops().arrayCycles(stage);
      double dram = Math.max(readCycles(reads(stage)), writeCycles(writes(stage)));
      boolean known = certain && form.split().rows() == 1 && padding(stage) == 1;
      if (portMayBind(stage) || dram * padding(stage) > array && !known) {
        return OptionalLong.empty();
      }
      cycles += (long) Math.ceil(Math.max(array, dram));
    }
    return OptionalLong.of(cycles);
  }

  /**
   * The cycles of both stages in one tree; empty unless the array binds even if outputs are read
   * before each write, and logits twice.
   */
  public OptionalLong inOneTree() {
    double array = 0;
    for (Stage stage : Stage.values()) {
      double own = form.loops().arrayCycles(stage);
      double again = stage == Stage.LOGIT ? 0 : words(Tensor.LOGITS_IN);
      double reads = reads(stage) + writes(stage) + again;
      double moving = Math.max(readCycles(reads), writeCycles(writes(stage)));
      if (moving > own || portMayBind(stage)) {
        return OptionalLong.empty();
      }
      array += own;
    }
    return OptionalLong.of(Math.round(array));
  }

  /** How many times its words a stage moves at most if last tiles are counted in full. */
  private double padding(Stage stage) {
    StageLevels levels = form.loops().stage(stage);
    double padding = 1;
    for (Dimension dimension : stage.dimensions()) {
      int trips = StageLevels.find(levels.dram(), dimension).count();
      double padded = (double) levels.tiles(dimension) * levels.tile(dimension);
      padding *= trips > 2 ? padded / levels.extent(dimension) : 1;
    }
    return padding;
  }

  private double words(Tensor tensor) {
    return trafficBytes.getOrDefault(tensor, 0.0) / wordBytes;
  }

  /** Words that a stage reads from DRAM: its operands, and outputs that are not complete yet. */
  private double reads(Stage stage) {
    double operands =
        stage == Stage.LOGIT
            ? words(Tensor.Q) + words(Tensor.K)
            : words(Tensor.V) + words(Tensor.LOGITS_IN);
    return operands + words(output(stage)) - writes(stage);
  }

  /** Words that a stage writes: each output once more than it is read. */
  private double writes(Stage stage) {
    double moved = words(output(stage));
    double size = (double) workload.instances() * workload.rows();
    size *= stage == Stage.LOGIT ? workload.keys() : workload.valueDim();
    return moved == 0 ? 0 : (moved + size) / 2;
  }

  private static Tensor output(Stage stage) {
    return stage == Stage.LOGIT ? Tensor.LOGITS_OUT : Tensor.O;
  }

  private double readCycles(double words) {
    return words * wordBytes / accelerator.dramReadBytesPerSecond() * accelerator.clockHz();
  }

  private double writeCycles(double words) {
    return words * wordBytes / accelerator.dramWriteBytesPerSecond() * accelerator.clockHz();
  }

  /**
   * Whether the buffer may be too slow: in each cycle it reads a word for each row and column at
   * most, and in each pass the stationary tile.
   */
  private boolean portMayBind(Stage stage) {
    StageLevels levels = form.loops().stage(stage);
    double rows = levels.rows().count();
    double columns = levels.columns().count();
    Stationarity stationarity = levels.stationarity();
    double passCycles = StageLevels.find(levels.buffer(), stationarity.z(stage)).count();
    double wordsPerCycle = rows + columns + rows * columns / passCycles;
    return wordsPerCycle * wordBytes * accelerator.clockHz() > accelerator.onChipBytesPerSecond();
  }

  /**
   * Advice on tiles, if a peer counts many more cycles than are busy here.
   *
   * @param counted the cycles that it counts
   */
  public static Optional<String> advice(
      String tool,
      OptionalLong counted,
      AttentionSchedule schedule,
      Accelerator accelerator,
      AttentionWorkload workload) {
    double own = ofBusiest(schedule, accelerator, workload);
    boolean divides =
        Stream.of(schedule.shared(), schedule.logit().loops(), schedule.attend().loops())
            .flatMap(loops -> loops.stream())
            .allMatch(loop -> divides(loop, workload));
    return counted.isEmpty() || divides || counted.getAsLong() <= LARGE_LOSS * own
        ? Optional.empty()
        : Optional.of(
            ("%s would count %s cycles, where %s are busy here, as tiles do not divide their"
                    + " dimensions; search with --space divisors finds tiles that do.")
                .formatted(tool, counted.getAsLong(), Math.round(own)));
  }

  private static boolean divides(TiledLoop loop, AttentionWorkload workload) {
    return Extents.of(workload, loop.dimension()) % loop.tile() == 0;
  }

  /** The cycles of what is busy for longest by our model, softmax lanes left out. */
  private static double ofBusiest(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    return PeerCosts.of(schedule, accelerator, workload).busySeconds().entrySet().stream()
            .filter(busy -> busy.getKey() != Bound.LANES)
            .mapToDouble(Map.Entry::getValue)
            .max()
            .orElse(0)
        * accelerator.clockHz();
  }
}
