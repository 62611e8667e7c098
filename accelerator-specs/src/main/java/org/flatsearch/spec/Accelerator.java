package org.flatsearch.spec;

import static org.flatsearch.spec.AcceleratorFigure.*;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;

/**
 * A spatial accelerator: one or more cores, each with a PE array, softmax lanes and an on-chip
 * buffer; all cores share one DRAM. Figures are per core where that makes sense; {@link
 * AcceleratorFigure} says what each means.
 *
 * @param name its name in schedules and results: letters, digits and {@code . _ + -}
 * @param description a sentence for users; may be empty
 * @param rows rows of the PE array
 * @param columns columns of the PE array
 * @param cores number of cores
 * @param multicast whether a tile that several cores need at the same step is fetched once
 * @param clockHz cycles a second
 * @param bufferBytes on-chip buffer of a core
 * @param accumulatorBytes size of a partial sum and of a softmax statistic
 * @param onChipBytesPerSecond bandwidth of a core's on-chip port, which array, lanes and transfers
 *     share; positive infinity if unlimited
 * @param dramReadBytesPerSecond DRAM bandwidth of reads
 * @param dramWriteBytesPerSecond DRAM bandwidth of writes
 * @param dramShared whether DRAM reads and writes share one channel
 * @param dmaLatencyCycles cycles for which a transfer occupies its channel in addition to moving
 *     its bytes
 * @param transferPieces pieces in which a tile of keys arrives and can be worked on
 * @param fillCycles cycles of an array pass in addition to the streamed extent
 * @param stationaryLoadCycles the minimum cycles of an array pass
 * @param lanes softmax operations a cycle, positive infinity if unlimited
 * @param laneOperations softmax operations per logit and per output element
 * @param energy energy of each kind of event, and leakage
 * @param arrays arrays of a core; each works on row tiles of its own of one product
 * @param dealing how tiles get to the cores
 * @param memories registers, and a buffer that all cores share
 * @param overheads what steps, tiles and the layer take besides their work
 * @param usage what its users can run
 * @param sources the source of each figure, by its dotted path; {@value #DEFAULT_SOURCE} for a
 *     figure that its document leaves out
 */
public record Accelerator(
    String name,
    String description,
    int rows,
    int columns,
    int cores,
    boolean multicast,
    double clockHz,
    long bufferBytes,
    int accumulatorBytes,
    double onChipBytesPerSecond,
    double dramReadBytesPerSecond,
    double dramWriteBytesPerSecond,
    boolean dramShared,
    double dmaLatencyCycles,
    int transferPieces,
    FillCycles fillCycles,
    double stationaryLoadCycles,
    double lanes,
    LaneOperations laneOperations,
    Energy energy,
    int arrays,
    Dealing dealing,
    Memories memories,
    Overheads overheads,
    Usage usage,
    Map<String, String> sources) {

  /** The source of a figure that its document leaves out. */
  public static final String DEFAULT_SOURCE = "default";

  /** The source of a figure that {@link #with} has changed. */
  public static final String USER_SOURCE = "set by user";

  /**
   * An accelerator of one array a core, with a buffer of each core between array and DRAM, and
   * without overheads.
   *
   * @throws InvalidInputException if a figure breaks its rule, naming it
   */
  public Accelerator(
      String name,
      String description,
      int rows,
      int columns,
      int cores,
      boolean multicast,
      double clockHz,
      long bufferBytes,
      int accumulatorBytes,
      double onChipBytesPerSecond,
      double dramReadBytesPerSecond,
      double dramWriteBytesPerSecond,
      boolean dramShared,
      double dmaLatencyCycles,
      int transferPieces,
      FillCycles fillCycles,
      double stationaryLoadCycles,
      double lanes,
      LaneOperations laneOperations,
      Energy energy,
      Map<String, String> sources) {
    this(
        name,
        description,
        rows,
        columns,
        cores,
        multicast,
        clockHz,
        bufferBytes,
        accumulatorBytes,
        onChipBytesPerSecond,
        dramReadBytesPerSecond,
        dramWriteBytesPerSecond,
        dramShared,
        dmaLatencyCycles,
        transferPieces,
        fillCycles,
        stationaryLoadCycles,
        lanes,
        laneOperations,
        energy,
        1,
        Dealing.BLOCK,
        Memories.NONE,
        Overheads.NONE,
        Usage.ANY,
        sources);
  }

  /**
   * Validates all figures.
   *
   * @throws InvalidInputException if one breaks its rule, naming it
   */
  public Accelerator {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(fillCycles, "fillCycles");
    Objects.requireNonNull(laneOperations, "laneOperations");
    Objects.requireNonNull(energy, "energy");
    Objects.requireNonNull(dealing, "dealing");
    Objects.requireNonNull(memories, "memories");
    Objects.requireNonNull(overheads, "overheads");
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(sources, "sources");
    SpecNames.check(name);
    ROWS.check(rows);
    COLUMNS.check(columns);
    CORES.check(cores);
    CLOCK_HZ.check(clockHz);
    BUFFER_BYTES.check(bufferBytes);
    ACCUMULATOR_BYTES.check(accumulatorBytes);
    ON_CHIP_BYTES_PER_SECOND.check(onChipBytesPerSecond);
    DRAM_READ_BYTES_PER_SECOND.check(dramReadBytesPerSecond);
    DRAM_WRITE_BYTES_PER_SECOND.check(dramWriteBytesPerSecond);
    DMA_LATENCY_CYCLES.check(dmaLatencyCycles);
    TRANSFER_PIECES.check(transferPieces);
    STATIONARY_LOAD_CYCLES.check(stationaryLoadCycles);
    LANES.check(lanes);
    ARRAYS.check(arrays);
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
  }

  /**
   * Pipeline fill: cycles of each array pass in addition to its streamed extent.
   *
   * @param logit in the Logit stage
   * @param attend in the Attend stage
   */
  public record FillCycles(double logit, double attend) {
    /** Validates both. */
    public FillCycles {
      FILL_CYCLES_LOGIT.check(logit);
      FILL_CYCLES_ATTEND.check(attend);
    }
  }

  /**
   * What the softmax unit has to do.
   *
   * @param perLogit operations a logit
   * @param perOutput operations an output element
   * @param perRowStep operations a row and tile of keys, besides those to rescale
   */
  public record LaneOperations(int perLogit, int perOutput, int perRowStep) {
    /** Without operations by row and tile of keys. */
    public LaneOperations(int perLogit, int perOutput) {
      this(perLogit, perOutput, 0);
    }

    /** Validates all. */
    public LaneOperations {
      LANE_OPERATIONS_PER_LOGIT.check(perLogit);
      LANE_OPERATIONS_PER_OUTPUT.check(perOutput);
      LANE_OPERATIONS_PER_ROW_STEP.check(perRowStep);
    }
  }

  /**
   * Energy of the events that a cost model counts.
   *
   * @param macJoules of a multiply-accumulate
   * @param registerJoulesPerAccess of a register access
   * @param laneOperationJoules of a softmax lane operation
   * @param onChipReadJoulesPerByte of a read of the on-chip buffer
   * @param onChipWriteJoulesPerByte of a write of the on-chip buffer
   * @param dramReadJoulesPerByte of a DRAM read
   * @param dramWriteJoulesPerByte of a DRAM write
   * @param leakageWatts leakage of the whole accelerator
   */
  public record Energy(
      double macJoules,
      double registerJoulesPerAccess,
      double laneOperationJoules,
      double onChipReadJoulesPerByte,
      double onChipWriteJoulesPerByte,
      double dramReadJoulesPerByte,
      double dramWriteJoulesPerByte,
      double leakageWatts) {
    /** Validates all. */
    public Energy {
      MAC_JOULES.check(macJoules);
      REGISTER_JOULES_PER_ACCESS.check(registerJoulesPerAccess);
      LANE_OPERATION_JOULES.check(laneOperationJoules);
      ON_CHIP_READ_JOULES_PER_BYTE.check(onChipReadJoulesPerByte);
      ON_CHIP_WRITE_JOULES_PER_BYTE.check(onChipWriteJoulesPerByte);
      DRAM_READ_JOULES_PER_BYTE.check(dramReadJoulesPerByte);
      DRAM_WRITE_JOULES_PER_BYTE.check(dramWriteJoulesPerByte);
      LEAKAGE_WATTS.check(leakageWatts);
    }
  }

  /**
   * Memories besides the buffer of each core and DRAM; of 0 bytes where there is none.
   *
   * @param registerBytes registers of a core, at its arrays
   * @param sharedBufferBytes one buffer between DRAM and all cores
   * @param sharedBufferBytesPerSecond bandwidth of its port to the cores
   * @param coreBytesPerSecond what one core can draw from DRAM and shared buffer together, positive
   *     infinity if unlimited
   */
  public record Memories(
      long registerBytes,
      long sharedBufferBytes,
      double sharedBufferBytesPerSecond,
      double coreBytesPerSecond) {
    /** Neither registers nor a shared buffer. */
    public static final Memories NONE = new Memories(0, 0, 0, Double.POSITIVE_INFINITY);

    /** Validates all. */
    public Memories {
      REGISTER_BYTES.check(registerBytes);
      SHARED_BUFFER_BYTES.check(sharedBufferBytes);
      SHARED_BUFFER_BYTES_PER_SECOND.check(sharedBufferBytesPerSecond);
      CORE_BYTES_PER_SECOND.check(coreBytesPerSecond);
      if (sharedBufferBytes > 0 && sharedBufferBytesPerSecond == 0) {
        throw new InvalidInputException(
            ("a shared buffer (sharedBufferBytes %s) needs sharedBufferBytesPerSecond, the"
                    + " bandwidth of its port, above 0, found 0. Give both, or neither.")
                .formatted(sharedBufferBytes));
      }
    }
  }

  /**
   * What takes time besides the work of arrays, lanes and transfers.
   *
   * @param itemCycles cycles of a core for each dealt tile
   * @param stepCycles cycles of a core for each innermost shared tile
   * @param maskedStepCycles cycles of a core for each innermost shared tile, among those of a dealt
   *     tile's keys, that the mask hides wholly
   * @param lanesHidden share of the lane work of a step that the array can hide
   * @param loadsHidden share of the time of a step's loads that the array can hide
   * @param launchSeconds time to launch a layer
   * @param layoutPasses how often Q, K, V and O are read and written once more outside the kernel
   */
  public record Overheads(
      double itemCycles,
      double stepCycles,
      double maskedStepCycles,
      double lanesHidden,
      double loadsHidden,
      double launchSeconds,
      double layoutPasses) {
    /** Nothing takes time besides work. */
    public static final Overheads NONE = new Overheads(0, 0, 0, 1, 1, 0, 0);

    /** Validates all. */
    public Overheads {
      ITEM_CYCLES.check(itemCycles);
      STEP_CYCLES.check(stepCycles);
      MASKED_STEP_CYCLES.check(maskedStepCycles);
      LANES_HIDDEN.check(lanesHidden);
      LOADS_HIDDEN.check(loadsHidden);
      LAUNCH_SECONDS.check(launchSeconds);
      LAYOUT_PASSES.check(layoutPasses);
    }
  }

  /**
   * What users of the accelerator can run on it. Models know nothing of it.
   *
   * @param requirements rules that schedules must fulfil, because of what the hardware is made of
   * @param kernels the kernels that its users run
   */
  public record Usage(List<Requirement> requirements, List<KernelUse> kernels) {
    /** Any schedule, by no kernel in particular. */
    public static final Usage ANY = new Usage(List.of(), List.of());

    public Usage {
      requirements = List.copyOf(requirements);
      kernels = List.copyOf(kernels);
    }
  }

  /**
   * A kernel that users of the accelerator run.
   *
   * @param kernel its name or file
   * @param layers for what they run it: {@code prefill}, {@code decode}, or {@code any} layer that
   *     it can do
   */
  public record KernelUse(String kernel, String layers) {
    public KernelUse {
      Objects.requireNonNull(kernel, "kernel");
      Objects.requireNonNull(layers, "layers");
    }
  }

  /**
   * A rule for schedules.
   *
   * @param rule in the language of {@code --require}, such as {@code row.tile%64==0 or all}
   * @param source where it comes from; may be empty
   */
  public record Requirement(String rule, String source) {
    public Requirement {
      Objects.requireNonNull(rule, "rule");
      Objects.requireNonNull(source, "source");
    }
  }

  /**
   * Reads an accelerator from its document.
   *
   * @throws InvalidInputException naming the place and the broken rule
   */
  public static Accelerator fromJson(JsonObjectReader document) {
    return AcceleratorDocument.read(document);
  }

  /**
   * The document of this accelerator; reading it gives an equal one. Figures whose source is
   * {@value #DEFAULT_SOURCE} are left out.
   */
  public ObjectNode toJson() {
    return AcceleratorDocument.write(this);
  }

  /** Whether both are the same to every model: names, descriptions and sources may differ. */
  public boolean hasFiguresOf(Accelerator other) {
    return Arrays.stream(AcceleratorFigure.values())
        .allMatch(figure -> figure.valueOf(this).equals(figure.valueOf(other)));
  }

  /**
   * This accelerator with one figure changed.
   *
   * @param figure its dotted path, for instance {@code energy.macJoules}
   * @param value as on the command line: {@code 204800}, {@code 200KiB}, {@code true}, or {@code
   *     unlimited} for a figure that is unlimited if left out
   * @throws InvalidInputException if there is no such figure (naming the nearest) or the value
   *     breaks its rule
   */
  public Accelerator with(String figure, String value) {
    Objects.requireNonNull(figure, "figure");
    Objects.requireNonNull(value, "value");
    return with(Map.of(figure, value));
  }

  /**
   * This accelerator with several figures changed at once. The name stays; the source of each
   * changed figure becomes {@value #USER_SOURCE}.
   *
   * @param changes values as for {@link #with(String, String)}, by dotted path
   * @throws InvalidInputException as there
   */
  public Accelerator with(Map<String, String> changes) {
    return with(changes, USER_SOURCE);
  }

  /**
   * This accelerator with several figures changed at once, for another reason than a user's wish.
   *
   * @param changes values as for {@link #with(String, String)}, by dotted path
   * @param source the source of each changed figure
   * @throws InvalidInputException as there
   */
  public Accelerator with(Map<String, String> changes, String source) {
    Objects.requireNonNull(changes, "changes");
    return AcceleratorDocument.change(this, changes, source);
  }

  /** This accelerator without what only people read: its description and the sources of figures. */
  public Accelerator withoutTexts() {
    return AcceleratorDocument.withoutTexts(this);
  }

  /** Processing elements of all cores together; fits 63 bits by the rules of the three figures. */
  public long processingElements() {
    return (long) rows * columns * cores;
  }

  /** DRAM bandwidth of reads and writes together if each has its own channel, else of reads. */
  public double dramBytesPerSecond() {
    return dramReadBytesPerSecond + (dramShared ? 0 : dramWriteBytesPerSecond);
  }
}
