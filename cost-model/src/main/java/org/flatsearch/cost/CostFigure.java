package org.flatsearch.cost;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.flatsearch.schedule.Tensor;

/**
 * Every figure of a cost, in the order of documents: its name and unit, where a {@link CostSheet}
 * has it, and what parts it has. Costs, documents, their schema, tables and comparisons follow from
 * this list.
 */
public enum CostFigure {
  /** Time from the first load to the last store; its parts are busy at the same time. */
  LATENCY(
      "latencySeconds",
      Unit.SECONDS,
      sheet -> sheet.latencySeconds,
      new Parts<>("busySeconds", Bound.class, Bound::jsonName, sheet -> sheet.busySeconds, false)),
  /** Dynamic energy: the sum of counts times the figures of the accelerator. */
  ENERGY(
      "energyJoules",
      Unit.JOULES,
      sheet -> sheet.energyJoules,
      new Parts<>(
          "energyJoulesByPart",
          EnergyPart.class,
          EnergyPart::jsonName,
          sheet -> sheet.energyJoulesByPart,
          true)),
  /** Leakage power times latency; not part of the energy. */
  LEAKAGE("leakageJoules", Unit.JOULES, sheet -> sheet.leakageJoules),
  /** Energy-delay product, of the dynamic energy. */
  EDP("edpJouleSeconds", Unit.JOULE_SECONDS, sheet -> sheet.energyJoules * sheet.latencySeconds),
  /** Bytes between DRAM and the buffers, reads and writes. */
  TRAFFIC(
      "trafficBytes",
      Unit.BYTES,
      sheet -> sheet.trafficBytes,
      Parts.byTensor("trafficBytesByTensor", sheet -> sheet.trafficBytesByTensor)),
  /** Bytes reserved in the buffer of one core. */
  FOOTPRINT(
      "footprintBytes",
      Unit.BYTES,
      sheet -> sheet.footprintBytes,
      Parts.byTensor("footprintBytesByTensor", sheet -> sheet.footprintBytesByTensor)),
  /** Bytes reserved in the registers of one core, besides what a pass of the array takes. */
  REGISTERS("registerFootprintBytes", Unit.BYTES, sheet -> sheet.registerBytes),
  /** The fraction of the footprint that spills to DRAM, where the model lets it. */
  SPILL("spillFraction", Unit.FRACTION, sheet -> sheet.spillFraction),
  /** Bytes that have no room in buffer and registers, where the model forbids that. */
  VIOLATION("violationBytes", Unit.BYTES, sheet -> sheet.violationBytes),
  /** Useful multiply-accumulates over those possible in the latency. */
  UTILIZATION("utilization", Unit.FRACTION, sheet -> sheet.utilization),
  /** Multiply-accumulates over PEs and clock: no schedule is faster. */
  IDEAL_LATENCY("idealLatencySeconds", Unit.SECONDS, sheet -> sheet.idealLatencySeconds),
  MACS("macs", Unit.COUNT, sheet -> sheet.macs),
  /** Register reads and writes, three a multiply-accumulate and those of what is held there. */
  REGISTER_ACCESSES("registerAccesses", Unit.COUNT, sheet -> sheet.registerAccesses),
  LANE_OPERATIONS("laneOperations", Unit.COUNT, sheet -> sheet.laneOperations),
  ON_CHIP_READ_WORDS("onChipReadWords", Unit.COUNT, sheet -> sheet.onChipReadWords),
  ON_CHIP_WRITE_WORDS("onChipWriteWords", Unit.COUNT, sheet -> sheet.onChipWriteWords),
  DRAM_READ_WORDS("dramReadWords", Unit.COUNT, sheet -> sheet.dramReadWords),
  DRAM_WRITE_WORDS("dramWriteWords", Unit.COUNT, sheet -> sheet.dramWriteWords),
  /** Logits of live tiles: with a mask, some of them are not visible. */
  EXECUTED_LOGITS("executedLogits", Unit.COUNT, sheet -> sheet.executedLogits);

  /** What a figure is measured in; counts are whole numbers of events, of all cores. */
  public enum Unit {
    SECONDS,
    JOULES,
    JOULE_SECONDS,
    BYTES,
    FRACTION,
    COUNT
  }

  /**
   * The parts of a figure.
   *
   * @param jsonName the name of the object that documents have of them
   * @param keys what the parts are
   * @param keyName how documents name each
   * @param of the parts by ordinal
   * @param addUp whether their sum is the figure, if the model counts parts
   */
  public record Parts<E extends Enum<E>>(
      String jsonName,
      Class<E> keys,
      Function<E, String> keyName,
      Function<CostSheet, double[]> of,
      boolean addUp) {
    private static Parts<Tensor> byTensor(String jsonName, Function<CostSheet, double[]> of) {
      return new Parts<>(jsonName, Tensor.class, Tensor::jsonName, of, true);
    }

    /** All keys, in order. */
    public List<E> all() {
      return Arrays.asList(keys.getEnumConstants());
    }

    /** The parts that a sheet holds now: those of Q, K, V and O, and others that are not 0. */
    Map<E, Double> of(CostSheet sheet) {
      Map<E, Double> parts = new EnumMap<>(keys);
      double[] values = of.apply(sheet);
      for (E key : all()) {
        boolean always = keys != Tensor.class || key.ordinal() <= Tensor.O.ordinal();
        if (always || values[key.ordinal()] != 0) {
          parts.put(key, values[key.ordinal()]);
        }
      }
      return parts;
    }
  }

  private final String jsonName;
  private final Unit unit;
  private final Function<CostSheet, Number> of;
  private final Optional<Parts<?>> parts;

  CostFigure(String jsonName, Unit unit, Function<CostSheet, Number> of) {
    this(jsonName, unit, of, null);
  }

  CostFigure(String jsonName, Unit unit, Function<CostSheet, Number> of, Parts<?> parts) {
    this.jsonName = jsonName;
    this.unit = unit;
    this.of = of;
    this.parts = Optional.ofNullable(parts);
  }

  /** The name that documents use. */
  public String jsonName() {
    return jsonName;
  }

  /** What it is measured in. */
  public Unit unit() {
    return unit;
  }

  /** Its parts, if it has any. */
  public Optional<Parts<?>> parts() {
    return parts;
  }

  /** What a sheet holds now: a {@code Long} for a count, else a {@code Double}. */
  Number of(CostSheet sheet) {
    return of.apply(sheet);
  }

  /**
   * Whether it follows from other figures of the same cost, so that documents need not state it.
   */
  public boolean isDerived() {
    return this == EDP || this == VIOLATION;
  }

  /** Whether it is the same for all schedules of a workload without a mask. */
  public boolean isOfWorkload() {
    return this == IDEAL_LATENCY
        || this == MACS
        || this == REGISTER_ACCESSES
        || this == EXECUTED_LOGITS;
  }
}
