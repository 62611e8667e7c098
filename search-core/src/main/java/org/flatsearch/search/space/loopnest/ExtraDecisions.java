package org.flatsearch.search.space.loopnest;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Decision.Kind;
import org.flatsearch.search.space.AllowedTiles;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Decisions that only some workloads and accelerators have, after all others in the vector: which
 * tensors are in registers, how tiles of keys are cut into steps and whether K and V are loaded by
 * step, and how keys are split into parts. They hold for both stages.
 *
 * <p>Steps and parts are few: powers of two of keys and, of parts, of the number of parts, and what
 * the user asks for. A step of at least a tile is no step; a part is rounded up to whole tiles.
 */
final class ExtraDecisions {
  static final String KEY_STEP = "keyStep.tile";
  static final String KEY_PART = "keyPart.tile";
  private static final int LEAST_STEP = 16;
  private static final int MOST_PARTS = 64;

  /** What is in registers together, by value of the decision. */
  private static final List<List<Tensor>> IN_REGISTERS =
      List.of(
          List.of(),
          List.of(Tensor.O),
          List.of(Tensor.LOGITS),
          List.of(Tensor.LOGITS, Tensor.O),
          List.of(Tensor.Q, Tensor.LOGITS, Tensor.O));

  private static final List<Tensor> OF_LOGIT = List.of(Tensor.Q, Tensor.K, Tensor.LOGITS);
  private static final List<Tensor> OF_ATTEND = List.of(Tensor.V, Tensor.O);

  /** The position of the loop over keys where there are steps. */
  private static final int KEY_LOOP = 2;

  private final int keys;
  private final int queryDim;
  private final int valueDim;
  private final boolean hasRegisters;
  private final int[] steps;
  private final int[] parts;

  private ExtraDecisions(
      AttentionWorkload workload, boolean hasRegisters, int[] steps, int[] parts) {
    keys = workload.keys();
    queryDim = workload.queryDim();
    valueDim = workload.valueDim();
    this.hasRegisters = hasRegisters;
    this.steps = steps;
    this.parts = parts;
  }

  /** Those of a workload on an accelerator. */
  static ExtraDecisions of(
      Accelerator accelerator, AttentionWorkload workload, AllowedTiles allowed) {
    int keys = workload.keys();
    boolean hasRegisters = accelerator.memories().registerBytes() > 0;
    // A step saves nothing but transfers, as a tile of its size does the same otherwise.
    boolean isChip = hasRegisters || accelerator.overheads().stepCycles() > 0;
    boolean haveLatency = isChip && accelerator.dmaLatencyCycles() > 0;
    TreeSet<Integer> steps = new TreeSet<>(List.of(keys));
    if ((haveLatency || allowed.of(KEY_STEP).isPresent()) && mayHaveSteps(accelerator, workload)) {
      IntStream.iterate(LEAST_STEP, step -> step < keys, step -> 2 * step).forEach(steps::add);
      addAllowed(allowed, KEY_STEP, keys, steps);
    }
    TreeSet<Integer> parts = new TreeSet<>(List.of(keys));
    long rowTiles = (workload.rows() - 1L) / accelerator.rows() + 1;
    boolean idles = workload.instances() * rowTiles < accelerator.cores();
    boolean isPlain = !isChip && workload.isPlain();
    if (idles && !isPlain || allowed.of(KEY_PART).isPresent()) {
      for (int count = 2; count <= Math.min(MOST_PARTS, keys); count *= 2) {
        parts.add((keys - 1) / count + 1);
      }
      addAllowed(allowed, KEY_PART, keys, parts);
    }
    return new ExtraDecisions(
        workload,
        hasRegisters,
        steps.stream().mapToInt(k -> k).toArray(),
        parts.stream().mapToInt(k -> k).toArray());
  }

  /** Whether the model counts steps, which it does not where cores share their loads. */
  private static boolean mayHaveSteps(Accelerator accelerator, AttentionWorkload workload) {
    LoopNest nest = new LoopNest();
    nest.form = SharedLoops.INSTANCE_ROW_KEY;
    nest.keyStep = 1;
    return new LoopNestModel().bind(accelerator, workload).refusal(nest).isEmpty();
  }

  /**
   * Whether a value of the decision on parts splits the keys.
   *
   * @param tile of keys
   */
  boolean isSplit(int value, int tile) {
    return whole(parts[value], tile) < keys;
  }

  /** If none of the sizes is allowed, the allowed ones are taken, as far as they are few. */
  private static void addAllowed(
      AllowedTiles allowed, String decision, int keys, TreeSet<Integer> sizes) {
    allowed
        .of(decision)
        .filter(rule -> sizes.stream().noneMatch(rule::test))
        .ifPresent(
            rule ->
                IntStream.rangeClosed(1, keys).filter(rule).limit(MOST_PARTS).forEach(sizes::add));
  }

  /** Whether there is any decision to take. */
  boolean areAny() {
    return hasRegisters || steps.length > 1 || parts.length > 1;
  }

  /** The decisions, at the indexes from {@link DecisionIndex#REGISTERS} on. */
  List<Decision> decisions() {
    List<Decision> all = new ArrayList<>();
    List<String> registers = new ArrayList<>();
    for (List<Tensor> tensors : hasRegisters ? IN_REGISTERS : IN_REGISTERS.subList(0, 1)) {
      registers.add(
          tensors.isEmpty()
              ? "none"
              : String.join("+", tensors.stream().map(Tensor::jsonName).toList()));
    }
    all.add(new Decision("registers", Kind.CATEGORICAL, registers));
    all.add(Decision.ofNumbers(KEY_STEP, steps));
    List<String> loads = steps.length > 1 ? List.of("key", "keyStep") : List.of("key");
    all.add(new Decision("keyStep.loads", Kind.CATEGORICAL, loads));
    all.add(Decision.ofNumbers(KEY_PART, parts));
    return all;
  }

  /** The number of vectors of these decisions in a form. */
  BigInteger size(Form form) {
    long size = form.fused && hasRegisters ? IN_REGISTERS.size() : 1;
    if (form.shared == SharedLoops.INSTANCE_ROW_KEY && steps.length > 1) {
      size *= 2L * steps.length - 1;
    }
    return BigInteger.valueOf(form.sharesKeys ? size * parts.length : size);
  }

  /** Sets what the whole nest needs: steps and parts. Its form and tiles are set. */
  void loops(int step, int part, LoopNest nest) {
    int tile = nest.logit.tile[Dimension.KEY.ordinal()];
    nest.keyStep =
        nest.form == SharedLoops.INSTANCE_ROW_KEY && steps[step] < tile ? steps[step] : 0;
    long whole = tile == 0 ? keys : whole(parts[part], tile);
    nest.keyPart = nest.form.shares(Dimension.KEY) && whole < keys ? (int) whole : 0;
  }

  /** Whether a value of the decision on registers puts {@code tensor} there, if it is held. */
  static boolean holds(int registers, Tensor tensor) {
    return IN_REGISTERS.get(registers).contains(tensor);
  }

  /** Whether a value of the decision on steps cuts tiles of keys. */
  boolean isStep(int value) {
    return steps[value] < keys;
  }

  /**
   * Whether K and V that are held inside the loop over keys are loaded by step.
   *
   * @param tile of keys
   */
  boolean loadsSteps(int[] vector, Form form, int tile) {
    return form.shared == SharedLoops.INSTANCE_ROW_KEY
        && vector[DecisionIndex.LOADS_STEPS] == 1
        && steps[vector[DecisionIndex.KEY_STEP_TILE]] < tile;
  }

  /**
   * Says what holds the tensors of {@code stage}, whose loops and residencies are set.
   *
   * @param registers value of the decision
   * @param loadsSteps whether K and V are loaded by step
   */
  static void places(int registers, boolean loadsSteps, Stage stage, LoopNest nest) {
    for (Tensor tensor : stage == Stage.LOGIT ? OF_LOGIT : OF_ATTEND) {
      int t = tensor.ordinal();
      boolean isHeld = tensor == Tensor.LOGITS ? nest.fused : nest.inside[t] != LoopNest.AT_ARRAY;
      boolean isSteppedTensor = tensor == Tensor.K || tensor == Tensor.V;
      Place place = Place.BUFFER;
      if (isHeld && nest.fused && holds(registers, tensor)) {
        place = Place.REGISTERS;
      } else if (tensor == Tensor.V && nest.hasValuesInKeys()) {
        place = Place.KEYS;
      } else if (isSteppedTensor && loadsSteps && nest.keyStep > 0 && nest.inside[t] == KEY_LOOP) {
        place = Place.STEP;
      }
      nest.place[t] = place;
    }
  }

  /** Decodes a vector whose other decisions are decoded. */
  void decode(int[] vector, LoopNest nest) {
    loops(vector[DecisionIndex.KEY_STEP_TILE], vector[DecisionIndex.KEY_PART_TILE], nest);
    if (nest.keyStep > 0) {
      // Inside a loop of one iteration means inside the loop over keys, by tile or by step.
      liftFromWhole(nest, Stage.LOGIT, Tensor.K, queryDim);
      liftFromWhole(nest, Stage.ATTEND, Tensor.V, valueDim);
    }
    for (Stage stage : Stage.values()) {
      places(vector[DecisionIndex.REGISTERS], vector[DecisionIndex.LOADS_STEPS] == 1, stage, nest);
    }
  }

  private static void liftFromWhole(LoopNest nest, Stage stage, Tensor tensor, int extent) {
    int own = nest.stage(stage).order[KEY_LOOP + 1];
    boolean isWhole = nest.stage(stage).tile[own] >= extent;
    if (isWhole && nest.inside[tensor.ordinal()] == KEY_LOOP + 1) {
      nest.inside[tensor.ordinal()] = KEY_LOOP;
    }
  }

  /**
   * Gives decisions without effect the value that stands for none; the nest is that of the vector.
   */
  void makeCanonical(int[] vector, LoopNest nest) {
    decode(vector, nest);
    if (nest.keyStep == 0) {
      vector[DecisionIndex.KEY_STEP_TILE] = steps.length - 1;
      vector[DecisionIndex.LOADS_STEPS] = 0;
    } else if (nest.place[Tensor.K.ordinal()] != Place.STEP
        && nest.place[Tensor.V.ordinal()] != Place.STEP) {
      vector[DecisionIndex.LOADS_STEPS] = 0;
    }
    vector[DecisionIndex.KEY_PART_TILE] = part(nest);
    vector[DecisionIndex.REGISTERS] = registers(nest);
  }

  /** The first value of the decision on parts that gives those of a nest; negative if none does. */
  private int part(LoopNest nest) {
    if (nest.keyPart == 0) {
      return parts.length - 1;
    }
    int tile = nest.logit.tile[Dimension.KEY.ordinal()];
    for (int part = 0; part < parts.length; part++) {
      if (whole(parts[part], tile) == nest.keyPart) {
        return part;
      }
    }
    return -1;
  }

  /** The least number of whole tiles, in keys, that has so many keys. */
  private static long whole(int keys, int tile) {
    return (keys + tile - 1L) / tile * tile;
  }

  /** The value of the decision on registers of a nest; negative if there is none. */
  private static int registers(LoopNest nest) {
    for (int value = 0; value < IN_REGISTERS.size(); value++) {
      // What is at the array is in no register, whatever the decision says.
      if (isInRegisters(Tensor.Q, value, nest)
          && isInRegisters(Tensor.LOGITS, value, nest)
          && isInRegisters(Tensor.O, value, nest)) {
        return value;
      }
    }
    return -1;
  }

  /** Whether {@code tensor} is where a value of the decision on registers says. */
  private static boolean isInRegisters(Tensor tensor, int value, LoopNest nest) {
    boolean isHeld =
        tensor == Tensor.LOGITS ? nest.fused : nest.inside[tensor.ordinal()] != LoopNest.AT_ARRAY;
    return nest.isInRegisters(tensor) == (isHeld && nest.fused && holds(value, tensor));
  }

  /** Sets the decisions to those of {@code nest}; returns whether there are such. */
  boolean encode(LoopNest nest, int[] vector) {
    int step = nest.keyStep == 0 ? steps.length - 1 : Arrays.binarySearch(steps, nest.keyStep);
    int part = part(nest);
    int registers = registers(nest);
    if (step < 0 || part < 0 || registers < 0 || registers > 0 && !hasRegisters) {
      return false;
    }
    vector[DecisionIndex.KEY_STEP_TILE] = step;
    vector[DecisionIndex.KEY_PART_TILE] = part;
    vector[DecisionIndex.REGISTERS] = registers;
    boolean loadsSteps =
        nest.place[Tensor.K.ordinal()] == Place.STEP
            || nest.place[Tensor.V.ordinal()] == Place.STEP;
    vector[DecisionIndex.LOADS_STEPS] = loadsSteps ? 1 : 0;
    return true;
  }
}
