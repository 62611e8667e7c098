package org.flatsearch.spec;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;

/**
 * Every figure of an {@link Accelerator}: its path in JSON, its rule, its unit, its default and
 * what it means. Figures are per core where that makes sense.
 */
public enum AcceleratorFigure {
  ROWS("rows", Rule.COUNT, Unit.NONE, null, "32", Accelerator::rows, "rows of the PE array"),
  COLUMNS(
      "columns",
      Rule.COUNT,
      Unit.NONE,
      null,
      "32",
      Accelerator::columns,
      "columns of the PE array"),
  CORES(
      "cores",
      Rule.COUNT,
      Unit.NONE,
      1,
      "4",
      Accelerator::cores,
      "cores, each with an array, lanes, a buffer and an on-chip port; they share DRAM"),
  MULTICAST(
      "multicast",
      Rule.FLAG,
      Unit.NONE,
      false,
      "true",
      Accelerator::multicast,
      "whether a tile that several cores need at the same step is fetched once"),
  CLOCK_HZ(
      "clockHz",
      Rule.POSITIVE,
      Unit.HERTZ,
      null,
      "\"940MHz\"",
      Accelerator::clockHz,
      "clock in cycles per second"),
  BUFFER_BYTES(
      "bufferBytes",
      Rule.SIZE,
      Unit.BYTES,
      null,
      "\"512KiB\"",
      Accelerator::bufferBytes,
      "on-chip buffer of a core"),
  ACCUMULATOR_BYTES(
      "accumulatorBytes",
      Rule.COUNT,
      Unit.BYTES,
      4,
      "\"4B\"",
      Accelerator::accumulatorBytes,
      "size of a partial sum and of a softmax statistic"),
  ON_CHIP_BYTES_PER_SECOND(
      "onChipBytesPerSecond",
      Rule.POSITIVE_OR_UNLIMITED,
      Unit.BYTES_PER_SECOND,
      Double.POSITIVE_INFINITY,
      "\"1TB/s\"",
      Accelerator::onChipBytesPerSecond,
      "bandwidth of the on-chip port of a core: all that array, lanes and DMA read and write"),
  DRAM_READ_BYTES_PER_SECOND(
      "dramReadBytesPerSecond",
      Rule.POSITIVE,
      Unit.BYTES_PER_SECOND,
      null,
      "\"50GiB/s\"",
      Accelerator::dramReadBytesPerSecond,
      "DRAM bandwidth of reads"),
  DRAM_WRITE_BYTES_PER_SECOND(
      "dramWriteBytesPerSecond",
      Rule.POSITIVE,
      Unit.BYTES_PER_SECOND,
      null,
      "\"50GiB/s\"",
      Accelerator::dramWriteBytesPerSecond,
      "DRAM bandwidth of writes; that of reads if left out"),
  DRAM_SHARED(
      "dramShared",
      Rule.FLAG,
      Unit.NONE,
      true,
      "true",
      Accelerator::dramShared,
      "whether DRAM reads and writes share one channel"),
  DMA_LATENCY_CYCLES(
      "dmaLatencyCycles",
      Rule.NON_NEGATIVE,
      Unit.NONE,
      0.0,
      "8",
      Accelerator::dmaLatencyCycles,
      "cycles that each transfer occupies its channel in addition to moving its bytes"),
  TRANSFER_PIECES(
      "transferPieces",
      Rule.COUNT,
      Unit.NONE,
      1,
      "4",
      Accelerator::transferPieces,
      "pieces in which a tile of keys arrives and can be worked on"),
  FILL_CYCLES_LOGIT(
      "fillCycles.logit",
      Rule.NON_NEGATIVE,
      Unit.NONE,
      0.0,
      "39.5",
      a -> a.fillCycles().logit(),
      "cycles that each array pass of Logit takes in addition to its streamed extent"),
  FILL_CYCLES_ATTEND(
      "fillCycles.attend",
      Rule.NON_NEGATIVE,
      Unit.NONE,
      0.0,
      "6.4",
      a -> a.fillCycles().attend(),
      "cycles that each array pass of Attend takes in addition to its streamed extent"),
  STATIONARY_LOAD_CYCLES(
      "stationaryLoadCycles",
      Rule.NON_NEGATIVE,
      Unit.NONE,
      0.0,
      "128",
      Accelerator::stationaryLoadCycles,
      "the minimum cycles of an array pass: the time to load its stationary operand"),
  LANES(
      "lanes",
      Rule.POSITIVE_OR_UNLIMITED,
      Unit.NONE,
      Double.POSITIVE_INFINITY,
      "256",
      Accelerator::lanes,
      "operations per cycle of the softmax unit of a core; may be fractional"),
  LANE_OPERATIONS_PER_LOGIT(
      "laneOperations.perLogit",
      Rule.COUNT_OR_ZERO,
      Unit.NONE,
      3,
      "3",
      a -> a.laneOperations().perLogit(),
      "lane operations per logit: maximum, subtract and exponentiate, sum"),
  LANE_OPERATIONS_PER_OUTPUT(
      "laneOperations.perOutput",
      Rule.COUNT_OR_ZERO,
      Unit.NONE,
      1,
      "1",
      a -> a.laneOperations().perOutput(),
      "lane operations per output element: the deferred division"),
  MAC_JOULES(
      "energy.macJoules",
      Unit.JOULES,
      "17.2pJ",
      a -> a.energy().macJoules(),
      "energy of a multiply-accumulate"),
  REGISTER_JOULES_PER_ACCESS(
      "energy.registerJoulesPerAccess",
      Unit.JOULES,
      "0.29pJ",
      a -> a.energy().registerJoulesPerAccess(),
      "energy of a register access; a multiply-accumulate has three"),
  LANE_OPERATION_JOULES(
      "energy.laneOperationJoules",
      Unit.JOULES,
      "1pJ",
      a -> a.energy().laneOperationJoules(),
      "energy of a lane operation"),
  ON_CHIP_READ_JOULES_PER_BYTE(
      "energy.onChipReadJoulesPerByte",
      Unit.JOULES_PER_BYTE,
      "0.947pJ/B",
      a -> a.energy().onChipReadJoulesPerByte(),
      "energy of a read of the on-chip buffer"),
  ON_CHIP_WRITE_JOULES_PER_BYTE(
      "energy.onChipWriteJoulesPerByte",
      Unit.JOULES_PER_BYTE,
      "0.881pJ/B",
      a -> a.energy().onChipWriteJoulesPerByte(),
      "energy of a write of the on-chip buffer"),
  DRAM_READ_JOULES_PER_BYTE(
      "energy.dramReadJoulesPerByte",
      Unit.JOULES_PER_BYTE,
      "32pJ/B",
      a -> a.energy().dramReadJoulesPerByte(),
      "energy of a DRAM read"),
  DRAM_WRITE_JOULES_PER_BYTE(
      "energy.dramWriteJoulesPerByte",
      Unit.JOULES_PER_BYTE,
      "32pJ/B",
      a -> a.energy().dramWriteJoulesPerByte(),
      "energy of a DRAM write"),
  LEAKAGE_WATTS(
      "energy.leakageWatts",
      Unit.WATTS,
      "1.5W",
      a -> a.energy().leakageWatts(),
      "leakage of the whole accelerator"),
  // From here on, what most accelerators leave out; not all models count it.
  ARRAYS(
      "arrays",
      Rule.COUNT,
      Unit.NONE,
      1,
      "4",
      Accelerator::arrays,
      "arrays of a core, each of which works on row tiles of its own of one product"),
  REGISTER_BYTES(
      "registerBytes",
      Rule.SIZE_OR_ZERO,
      Unit.BYTES,
      0L,
      "\"256KiB\"",
      a -> a.memories().registerBytes(),
      "registers of a core: what is held there does not cross the on-chip port"),
  SHARED_BUFFER_BYTES(
      "sharedBufferBytes",
      Rule.SIZE_OR_ZERO,
      Unit.BYTES,
      0L,
      "\"50MiB\"",
      a -> a.memories().sharedBufferBytes(),
      "buffer between DRAM and all cores, such as an L2 cache"),
  SHARED_BUFFER_BYTES_PER_SECOND(
      "sharedBufferBytesPerSecond",
      Rule.NON_NEGATIVE,
      Unit.BYTES_PER_SECOND,
      0.0,
      "\"5.5TB/s\"",
      a -> a.memories().sharedBufferBytesPerSecond(),
      "bandwidth of the shared buffer's port to the cores"),
  CORE_BYTES_PER_SECOND(
      "coreBytesPerSecond",
      Rule.POSITIVE_OR_UNLIMITED,
      Unit.BYTES_PER_SECOND,
      Double.POSITIVE_INFINITY,
      "\"40GB/s\"",
      a -> a.memories().coreBytesPerSecond(),
      "what one core can draw from DRAM and shared buffer, whatever else is idle"),
  DEALING(
      "dealing",
      Rule.DEALING,
      Unit.NONE,
      Dealing.BLOCK,
      "\"queue\"",
      Accelerator::dealing,
      "how tiles get to cores: in contiguous blocks, or from a queue"),
  ITEM_CYCLES(
      "itemCycles",
      Unit.NONE,
      "640",
      a -> a.overheads().itemCycles(),
      "cycles of a core for each dealt tile, in which neither array nor lanes work"),
  STEP_CYCLES(
      "stepCycles",
      Unit.NONE,
      "180",
      a -> a.overheads().stepCycles(),
      "cycles of a core for each innermost shared tile, in which neither array nor lanes work"),
  MASKED_STEP_CYCLES(
      "maskedStepCycles",
      Unit.NONE,
      "900",
      a -> a.overheads().maskedStepCycles(),
      "cycles of a core for each innermost shared tile that the mask hides wholly"),
  LANES_HIDDEN(
      "lanesHidden",
      Rule.FRACTION,
      Unit.NONE,
      1.0,
      "0.65",
      a -> a.overheads().lanesHidden(),
      "share of the lane work of a step that the array can hide; for the rest the array waits"),
  LOADS_HIDDEN(
      "loadsHidden",
      Rule.FRACTION,
      Unit.NONE,
      1.0,
      "0.9",
      a -> a.overheads().loadsHidden(),
      "share of the time of a step's loads that the array can hide; for the rest the array waits"),
  LANE_OPERATIONS_PER_ROW_STEP(
      "laneOperations.perRowStep",
      Rule.COUNT_OR_ZERO,
      Unit.NONE,
      0,
      "16",
      a -> a.laneOperations().perRowStep(),
      "lane operations per row and tile of keys, besides those to rescale"),
  LAUNCH_SECONDS(
      "launchSeconds",
      Unit.SECONDS,
      "40us",
      a -> a.overheads().launchSeconds(),
      "time to launch a layer"),
  LAYOUT_PASSES(
      "layoutPasses",
      Unit.NONE,
      "1.3",
      a -> a.overheads().layoutPasses(),
      "how often Q, K, V and O are read and written once more to order them by heads");

  private static final List<String> NAMES =
      Arrays.stream(values()).map(AcceleratorFigure::path).toList();

  private final String path;
  private final Rule rule;
  private final Unit unit;
  private final Object defaultValue;
  private final String example;
  private final Function<Accelerator, Object> value;
  private final String meaning;

  AcceleratorFigure(
      String path,
      Rule rule,
      Unit unit,
      Object defaultValue,
      String example,
      Function<Accelerator, Object> value,
      String meaning) {
    this.path = path;
    this.rule = rule;
    this.unit = unit;
    this.defaultValue = defaultValue;
    this.example = example;
    this.value = value;
    this.meaning = meaning;
  }

  AcceleratorFigure(
      String path,
      Unit unit,
      String quantity,
      Function<Accelerator, Object> value,
      String meaning) {
    this(
        path,
        Rule.NON_NEGATIVE,
        unit,
        0.0,
        unit == Unit.NONE ? quantity : '"' + quantity + '"',
        value,
        meaning);
  }

  /** All paths, in the order of documents. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The figure with a path.
   *
   * @throws InvalidInputException if there is none, naming the nearest
   */
  public static AcceleratorFigure of(String path) {
    int index = NAMES.indexOf(path);
    if (index < 0) {
      throw new InvalidInputException(
          "There is no figure " + path + " of an accelerator. " + NearestNames.advice(path, NAMES));
    }
    return values()[index];
  }

  /** The path in JSON, dotted: {@code energy.macJoules}. */
  public String path() {
    return path;
  }

  /** The value that an accelerator has: an Integer, Long, Double, Boolean or {@link Dealing}. */
  public Object valueOf(Accelerator accelerator) {
    return value.apply(accelerator);
  }

  /** The unit in which it may be written. */
  Unit unit() {
    return unit;
  }

  /** What it means, in a phrase. */
  public String meaning() {
    return meaning;
  }

  /** Whether it may be left out of a document. */
  public boolean isOptional() {
    return defaultValue != null || this == DRAM_WRITE_BYTES_PER_SECOND;
  }

  /** Whether leaving it out means that the resource never binds. */
  boolean isUnlimitedByDefault() {
    return rule == Rule.POSITIVE_OR_UNLIMITED;
  }

  /**
   * The value if a document leaves it out; null if it must not, or if the default is another
   * figure.
   */
  public Object defaultValue() {
    return defaultValue;
  }

  /** An example of its value in a document, as JSON. */
  public String example() {
    return example;
  }

  /** What values it may have. */
  Rule rule() {
    return rule;
  }

  /**
   * Checks a value that doesn't come from a document.
   *
   * @throws InvalidInputException if it breaks the rule
   */
  void check(Object candidate) {
    if (!rule.accepts(candidate)) {
      throw new InvalidInputException(
          path + ": must be " + rule.words() + ", found " + candidate + ".");
    }
  }
}
