package org.flatsearch.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.schedule.Residency.Place;

/**
 * The mutable form of an {@link AttentionSchedule} for the evaluation path: a search refills one
 * instance and allocates no memory.
 *
 * <p>Arrays are indexed by the ordinals of {@link Dimension}, {@link Stage} and {@link Tensor}.
 * Nothing here is checked except by {@link #toSchedule()}: the caller must fill it legally. A new
 * instance stands for no schedule until it has been filled.
 */
public final class LoopNest {
  /** Position of a tensor that is streamed at the array: further in than the innermost loop. */
  public static final int AT_ARRAY = 4;

  /** Loops of a stage, shared ones included. */
  public static final int LOOPS = 4;

  private static final Dimension[] DIMENSIONS = Dimension.values();
  private static final Tensor[] TENSORS = Tensor.values();

  /** The form of the shared loops. */
  public SharedLoops form = SharedLoops.INSTANCE;

  /** Whether the logits stay on chip between the stages. */
  public boolean fused = true;

  /** The Logit stage, shared loops included. */
  public final StageNest logit = new StageNest();

  /** The Attend stage, shared loops included. */
  public final StageNest attend = new StageNest();

  /**
   * By tensor: the position in its stage's loop order of the loop inside which its tile is held, 0
   * to 3, or {@link #AT_ARRAY}. Meaningless for tensors that the form does not have.
   */
  public final int[] inside = new int[TENSORS.length];

  /** By tensor: slots, 1 to 3; ignored at the array. */
  public final int[] slots = new int[TENSORS.length];

  /** Keys of a part, a multiple of the tile of keys; 0 if keys are not split. */
  public int keyPart;

  /** Keys of a step; 0 if a tile of keys is one step. */
  public int keyStep;

  /** By tensor: what holds its tile; {@code inside} alone says whether it is at the array. */
  public final Place[] place = new Place[TENSORS.length];

  /** A nest with every tensor in the buffer or at the array. */
  public LoopNest() {
    Arrays.fill(place, Place.BUFFER);
  }

  /** Whether V is in the tile of K. */
  public boolean hasValuesInKeys() {
    return place[Tensor.V.ordinal()] == Place.KEYS;
  }

  /** Whether {@code tensor} is held in registers. */
  public boolean isInRegisters(Tensor tensor) {
    return place[tensor.ordinal()] == Place.REGISTERS;
  }

  /**
   * Whether the nest has no parts and steps of keys, nothing in registers and no V in K, which only
   * some models and tools know.
   */
  public boolean isPlain() {
    boolean isPlain = keyPart == 0 && keyStep == 0;
    for (Place held : place) {
      isPlain &= held == Place.BUFFER;
    }
    return isPlain;
  }

  /** One stage's four loops and its array mapping. */
  public static final class StageNest {
    /** Ordinals of the stage's dimensions, outermost first, the shared ones leading. */
    public final int[] order = new int[LOOPS];

    /** Tile by ordinal of the dimension, 1 to its extent. */
    public final int[] tile = new int[DIMENSIONS.length];

    /** What stays in the PE array. */
    public Stationarity stationarity = Stationarity.OUTPUT;

    /** Whether rows and columns of the array swap their roles. */
    public boolean transposed;

    /** The position of the loop over the dimension with this ordinal; 0 is outermost. */
    public int position(int dimension) {
      for (int k = 0; k < LOOPS; k++) {
        if (order[k] == dimension) {
          return k;
        }
      }
      throw new IllegalArgumentException("no loop over dimension " + dimension);
    }

    private boolean equalsNest(StageNest other) {
      return stationarity == other.stationarity
          && transposed == other.transposed
          && Arrays.equals(tile, other.tile)
          && Arrays.equals(order, other.order);
    }

    private void copyFrom(StageNest other) {
      System.arraycopy(other.order, 0, order, 0, LOOPS);
      System.arraycopy(other.tile, 0, tile, 0, tile.length);
      stationarity = other.stationarity;
      transposed = other.transposed;
    }
  }

  /** The loops of {@code stage}. */
  public StageNest stage(Stage stage) {
    return stage == Stage.LOGIT ? logit : attend;
  }

  /** Makes this the nest of {@code schedule}. */
  public void set(AttentionSchedule schedule) {
    form = schedule.form();
    fused = schedule.isFused();
    for (Stage stage : Stage.values()) {
      set(stage(stage), schedule, stage);
    }
    keyPart = schedule.keyPart();
    keyStep = schedule.keyStep();
    Arrays.fill(inside, AT_ARRAY);
    Arrays.fill(slots, 0);
    Arrays.fill(place, Place.BUFFER);
    for (Map.Entry<Tensor, Residency> entry : schedule.residency().entrySet()) {
      Tensor tensor = entry.getKey();
      Residency residency = entry.getValue();
      if (residency.place() == Place.KEYS) {
        // Where K is, so that what V needs is there when K is.
        inside[tensor.ordinal()] = inside[Tensor.K.ordinal()];
        place[tensor.ordinal()] = Place.KEYS;
      } else if (!residency.isAtArray()) {
        place[tensor.ordinal()] = residency.place();
        inside[tensor.ordinal()] = stage(tensor.stage()).position(residency.inside().ordinal());
        slots[tensor.ordinal()] = residency.slots();
      }
    }
  }

  private static void set(StageNest nest, AttentionSchedule schedule, Stage stage) {
    List<TiledLoop> loops = new ArrayList<>(schedule.shared());
    StageLoops own = schedule.stage(stage);
    loops.addAll(own.loops());
    for (int k = 0; k < LOOPS; k++) {
      nest.order[k] = loops.get(k).dimension().ordinal();
      nest.tile[nest.order[k]] = loops.get(k).tile();
    }
    nest.stationarity = own.stationarity();
    nest.transposed = own.transposed();
  }

  /** Makes this equal to {@code other}. */
  public void copyFrom(LoopNest other) {
    form = other.form;
    fused = other.fused;
    logit.copyFrom(other.logit);
    attend.copyFrom(other.attend);
    System.arraycopy(other.inside, 0, inside, 0, inside.length);
    System.arraycopy(other.slots, 0, slots, 0, slots.length);
    System.arraycopy(other.place, 0, place, 0, place.length);
    keyPart = other.keyPart;
    keyStep = other.keyStep;
  }

  /** Whether this and {@code other} have the same form and the same slots of fused logits. */
  public boolean sharesFormWith(LoopNest other) {
    int logits = Tensor.LOGITS.ordinal();
    return form == other.form
        && fused == other.fused
        && slots[logits] == other.slots[logits]
        && place[logits] == other.place[logits]
        && hasValuesInKeys() == other.hasValuesInKeys()
        && keyPart == other.keyPart
        && keyStep == other.keyStep;
  }

  /** Whether {@code stage} has the same loops, array mapping and residencies in {@code other}. */
  public boolean sharesStageWith(LoopNest other, Stage stage) {
    if (!stage(stage).equalsNest(other.stage(stage))) {
      return false;
    }
    for (Tensor tensor : TENSORS) {
      int k = tensor.ordinal();
      boolean same =
          inside[k] == other.inside[k] && slots[k] == other.slots[k] && place[k] == other.place[k];
      if (!same && tensor.stage() == stage) {
        return false;
      }
    }
    return true;
  }

  /**
   * The immutable form.
   *
   * @throws IllegalScheduleException if this nest breaks a rule of the representation
   */
  public AttentionSchedule toSchedule() {
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    for (Tensor tensor : TENSORS) {
      if (isPresent(tensor)) {
        residency.put(tensor, residency(tensor));
      }
    }
    return new AttentionSchedule(
        loops(logit, 0, form.count()),
        keyPart,
        keyStep,
        new StageLoops(loops(logit, form.count(), LOOPS), logit.stationarity, logit.transposed),
        new StageLoops(loops(attend, form.count(), LOOPS), attend.stationarity, attend.transposed),
        residency);
  }

  private Residency residency(Tensor tensor) {
    int t = tensor.ordinal();
    if (place[t] == Place.KEYS) {
      return Residency.insideKeys();
    }
    return inside[t] == AT_ARRAY
        ? Residency.atArray()
        : new Residency(DIMENSIONS[stage(tensor.stage()).order[inside[t]]], slots[t], place[t]);
  }

  private boolean isPresent(Tensor tensor) {
    return switch (tensor) {
      case Q, K, V, O -> true;
      case LOGITS -> fused;
      case LOGITS_OUT, LOGITS_IN -> !fused;
      case SOFTMAX, STATISTICS -> false;
    };
  }

  private static List<TiledLoop> loops(StageNest nest, int from, int to) {
    List<TiledLoop> loops = new ArrayList<>();
    for (int k = from; k < to; k++) {
      loops.add(new TiledLoop(DIMENSIONS[nest.order[k]], nest.tile[nest.order[k]]));
    }
    return loops;
  }
}
