package org.flatsearch.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flatsearch.spec.AttentionWorkload;

/**
 * One fused (or unfused) loop nest for the two stages of attention: the representation that every
 * cost model, exporter and document shares.
 *
 * <pre>
 * shared loops   (i) | (i,p) | (i,p,m) | (i,m,p)        outermost first
 *   Logit        its remaining dimensions of {p,m,e}, in any order, with tiles of its own
 *   softmax      of whole rows if m is not shared, online if it is
 *   Attend       its remaining dimensions of {p,m,f}, in any order, with tiles of its own
 * logits         held on chip (fused) | through DRAM (not possible when m is shared)
 * </pre>
 *
 * <p>Where keys are shared, they may be cut further: into parts of whole key tiles, by a loop right
 * inside the instances, that are dealt to cores and merged in the end; and, in the form (i,p,m),
 * each tile of keys into steps, by an innermost shared loop. Then a tile of keys is what is loaded,
 * a step what is computed.
 *
 * <p>The constructor checks every rule that does not depend on the workload; {@link #requireFits}
 * checks the others. {@link LoopNest} is the mutable form that the evaluation path uses.
 *
 * @param shared the loops around both stages, outermost first, without parts and steps of keys
 * @param keyPart keys of a part; 0 if keys are not split
 * @param keyStep keys of a step; 0 if a tile of keys is one step
 * @param logit the Logit stage inside the shared loops
 * @param attend the Attend stage inside the shared loops
 * @param residency where each tensor is held: Q, K, V, O, and either the fused {@code LOGITS} or
 *     both {@code LOGITS_OUT} and {@code LOGITS_IN}
 */
public record AttentionSchedule(
    List<TiledLoop> shared,
    int keyPart,
    int keyStep,
    StageLoops logit,
    StageLoops attend,
    Map<Tensor, Residency> residency) {

  private static final Set<Tensor> FUSED =
      EnumSet.of(Tensor.Q, Tensor.K, Tensor.V, Tensor.O, Tensor.LOGITS);
  private static final Set<Tensor> MAY_BE_IN_REGISTERS =
      EnumSet.of(Tensor.Q, Tensor.LOGITS, Tensor.O);
  private static final Set<Tensor> THROUGH_DRAM =
      EnumSet.of(Tensor.Q, Tensor.K, Tensor.V, Tensor.O, Tensor.LOGITS_OUT, Tensor.LOGITS_IN);

  /** A schedule without parts and steps of keys. */
  public AttentionSchedule(
      List<TiledLoop> shared,
      StageLoops logit,
      StageLoops attend,
      Map<Tensor, Residency> residency) {
    this(shared, 0, 0, logit, attend, residency);
  }

  /**
   * Checks the rules of the representation.
   *
   * @throws IllegalScheduleException naming the rule, the place and the remedy
   */
  public AttentionSchedule {
    shared = List.copyOf(shared);
    Objects.requireNonNull(logit, "logit");
    Objects.requireNonNull(attend, "attend");
    EnumMap<Tensor, Residency> copy = new EnumMap<>(Tensor.class);
    copy.putAll(residency);
    residency = Collections.unmodifiableMap(copy);
    SharedLoops form = SharedLoops.of(shared);
    requireOwnLoops(Stage.LOGIT, logit, form);
    requireOwnLoops(Stage.ATTEND, attend, form);
    requireKeyLoops(shared, keyPart, keyStep, form);
    requireResidencies(residency, form);
    requirePlaces(residency, form, keyStep > 0);
  }

  private static void requireKeyLoops(
      List<TiledLoop> shared, int keyPart, int keyStep, SharedLoops form) {
    if (keyPart == 0 && keyStep == 0) {
      return;
    }
    if (!form.shares(Dimension.KEY)) {
      throw new IllegalScheduleException(
          "/shared",
          "parts and steps of keys need a shared loop 'key', whose softmax is online; add it, or"
              + " leave out 'keyPart' and 'keyStep'");
    }
    int tile = shared.get(form.dimensions().indexOf(Dimension.KEY)).tile();
    if (keyPart != 0 && (keyPart < 0 || keyPart % tile != 0)) {
      throw new IllegalScheduleException(
          "/shared",
          "keyPart tile %d is not a multiple of the key tile %d; a part is whole tiles of keys, so use %d"
              .formatted(keyPart, tile, Math.max(1, keyPart / tile) * tile));
    }
    if (keyStep != 0 && (form != SharedLoops.INSTANCE_ROW_KEY || keyStep < 0 || keyStep > tile)) {
      throw new IllegalScheduleException(
          "/shared",
          "keyStep tile %d cuts tiles of %d keys; a step has at most as many keys as the tile, and"
                  .formatted(keyStep, tile)
              + " its loop is the innermost of (instance, row, key, keyStep)");
    }
  }

  private static void requirePlaces(
      Map<Tensor, Residency> residency, SharedLoops form, boolean hasSteps) {
    residency.forEach(
        (tensor, held) -> {
          String pointer = "/residency/" + tensor.jsonName() + "/inside";
          boolean isLegal =
              switch (held.place()) {
                case BUFFER, ARRAY -> true;
                case STEP -> hasSteps && (tensor == Tensor.K || tensor == Tensor.V);
                case REGISTERS -> MAY_BE_IN_REGISTERS.contains(tensor);
                case KEYS ->
                    tensor == Tensor.V && isWholeInSharedLoop(residency.get(Tensor.K), form);
              };
          if (!isLegal) {
            throw new IllegalScheduleException(pointer, rule(held.place(), tensor));
          }
        });
  }

  private static boolean isWholeInSharedLoop(Residency keys, SharedLoops form) {
    return keys.inside() != null && form.shares(keys.inside());
  }

  private static String rule(Residency.Place place, Tensor tensor) {
    return switch (place) {
      case STEP ->
          "'%s' is held inside keyStep; only K and V can be, where the shared loops end with keyStep"
              .formatted(tensor.jsonName());
      case REGISTERS ->
          "'%s' is held in registers; only Q, logits and O can be".formatted(tensor.jsonName());
      default ->
          "'%s' is held inside K; only V can be, where K is held inside a shared loop, with all of"
                  .formatted(tensor.jsonName())
              + " its queryDim";
    };
  }

  private static void requireOwnLoops(Stage stage, StageLoops loops, SharedLoops form) {
    List<Dimension> expected = new ArrayList<>(stage.dimensions());
    expected.removeAll(form.dimensions());
    List<Dimension> found = loops.loops().stream().map(TiledLoop::dimension).toList();
    for (int k = 0; k < found.size(); k++) {
      Dimension dimension = found.get(k);
      String pointer = "/" + stage.jsonName() + "/loops/" + k + "/loop";
      if (!stage.dimensions().contains(dimension)) {
        throw new IllegalScheduleException(
            pointer,
            "the %s stage has no loop '%s'; its own loops here are %s"
                .formatted(stage.jsonName(), dimension.jsonName(), names(expected)));
      }
      if (!expected.contains(dimension)) {
        throw new IllegalScheduleException(
            pointer,
            "loop '" + dimension.jsonName() + "' is already a shared loop; remove it here");
      }
      if (found.indexOf(dimension) != k) {
        throw new IllegalScheduleException(
            pointer, "loop '" + dimension.jsonName() + "' is given twice; remove one");
      }
    }
    for (Dimension dimension : expected) {
      if (!found.contains(dimension)) {
        throw new IllegalScheduleException(
            "/" + stage.jsonName() + "/loops",
            "loop '"
                + dimension.jsonName()
                + "' is missing; every dimension that is not shared "
                + "needs a loop (a tile of the whole extent makes it a single iteration)");
      }
    }
  }

  private static void requireResidencies(Map<Tensor, Residency> residency, SharedLoops form) {
    boolean fused = residency.containsKey(Tensor.LOGITS);
    if (!fused && form.shares(Dimension.KEY)) {
      throw new IllegalScheduleException(
          "/residency",
          "logits cannot go through DRAM when the key loop is shared, because their softmax is "
              + "online; hold 'logits' on chip or take 'key' out of the shared loops");
    }
    Set<Tensor> expected = fused ? FUSED : THROUGH_DRAM;
    for (Tensor tensor : expected) {
      if (!residency.containsKey(tensor)) {
        throw new IllegalScheduleException(
            "/residency",
            ("the residency of '%s' is missing; give either 'logits' (fused) or both 'logitsOut'"
                    + " and 'logitsIn' (through DRAM), and Q, K, V and O")
                .formatted(tensor.jsonName()));
      }
    }
    for (Map.Entry<Tensor, Residency> entry : residency.entrySet()) {
      requireResidency(entry.getKey(), entry.getValue(), expected, form);
    }
  }

  private static void requireResidency(
      Tensor tensor, Residency residency, Set<Tensor> expected, SharedLoops form) {
    String pointer = "/residency/" + tensor.jsonName();
    requireExpected(tensor, expected, pointer);
    if (tensor == Tensor.LOGITS) {
      requireInnermost(residency, form, pointer + "/inside");
    } else if (residency.inside() != null) {
      requireLoopOfStage(tensor, residency.inside(), pointer + "/inside");
    }
  }

  private static void requireExpected(Tensor tensor, Set<Tensor> expected, String pointer) {
    if (expected.contains(tensor)) {
      return;
    }
    if (THROUGH_DRAM.contains(tensor)) {
      throw new IllegalScheduleException(
          pointer,
          "logits are either on chip or pass through DRAM, not both; give 'logits' alone, or"
              + " 'logitsOut' and 'logitsIn' without it");
    }
    throw new IllegalScheduleException(
        pointer,
        "'%s' has no residency in this form; allowed are %s"
            .formatted(
                tensor.jsonName(),
                expected.stream().map(Tensor::jsonName).collect(Collectors.joining(", "))));
  }

  private static void requireInnermost(Residency logits, SharedLoops form, String pointer) {
    if (logits.inside() != form.innermost()) {
      throw new IllegalScheduleException(
          pointer,
          "fused logits are held inside the innermost shared loop, '%s', not %s"
              .formatted(
                  form.innermost().jsonName(),
                  logits.isAtArray() ? "at the array" : "'" + logits.inside().jsonName() + "'"));
    }
  }

  private static void requireLoopOfStage(Tensor tensor, Dimension loop, String pointer) {
    Stage stage = tensor.stage();
    if (!stage.dimensions().contains(loop)) {
      throw new IllegalScheduleException(
          pointer,
          "the %s stage has no loop '%s'; '%s' can be held inside %s or at the array"
              .formatted(
                  stage.jsonName(), loop.jsonName(), tensor.jsonName(), names(stage.dimensions())));
    }
  }

  private static String names(List<Dimension> dimensions) {
    return dimensions.stream().map(d -> "'" + d.jsonName() + "'").collect(Collectors.joining(", "));
  }

  /** The form of the shared loops. */
  public SharedLoops form() {
    return SharedLoops.of(shared);
  }

  /** Whether the logits stay on chip between the stages. */
  public boolean isFused() {
    return residency.containsKey(Tensor.LOGITS);
  }

  /** The loops and the array mapping of {@code stage}. */
  public StageLoops stage(Stage stage) {
    return stage == Stage.LOGIT ? logit : attend;
  }

  /** The tile of {@code dimension} in {@code stage}, whether its loop is shared or not. */
  public int tile(Stage stage, Dimension dimension) {
    for (TiledLoop loop : shared) {
      if (loop.dimension() == dimension) {
        return loop.tile();
      }
    }
    for (TiledLoop loop : stage(stage).loops()) {
      if (loop.dimension() == dimension) {
        return loop.tile();
      }
    }
    throw new IllegalArgumentException(
        "the " + stage.jsonName() + " stage has no loop '" + dimension.jsonName() + "'");
  }

  /**
   * Whether logits that go through DRAM are held outside shared rows. A tile of them then spans the
   * rows of several shared tiles, and Attend would load it, for the first of these, before Logit
   * has made the rows of the others. Models count its words all the same; no search space has it.
   */
  public boolean loadsLogitsTooEarly(AttentionWorkload workload) {
    return !isFused()
        && form().shares(Dimension.ROW)
        && tile(Stage.LOGIT, Dimension.ROW) < workload.rows()
        && Stream.of(Tensor.LOGITS_OUT, Tensor.LOGITS_IN)
            .anyMatch(logits -> residency.get(logits).inside() == Dimension.INSTANCE);
  }

  /** FLAT's name for the part of (batch, head, rows) that one shared tile covers. */
  public Granularity granularity(AttentionWorkload workload) {
    return Granularity.of(this, workload);
  }

  /**
   * Checks every tile against the extents of {@code workload}.
   *
   * @throws IllegalScheduleException if a tile exceeds its dimension
   */
  public void requireFits(AttentionWorkload workload) {
    for (int k = 0; k < shared.size(); k++) {
      requireFits(shared.get(k), "/shared/" + k + "/tile", workload);
    }
    if (residency.get(Tensor.V).place() == Residency.Place.KEYS && !workload.valuesInKeys()) {
      throw new IllegalScheduleException(
          "/residency/V/inside",
          "V is held inside K, but workload '%s' does not have valuesInKeys; hold V inside a loop"
              .formatted(workload.name()));
    }
    for (Stage stage : Stage.values()) {
      List<TiledLoop> loops = stage(stage).loops();
      for (int k = 0; k < loops.size(); k++) {
        requireFits(loops.get(k), "/" + stage.jsonName() + "/loops/" + k + "/tile", workload);
      }
    }
  }

  private static void requireFits(TiledLoop loop, String pointer, AttentionWorkload workload) {
    int extent = Extents.of(workload, loop.dimension());
    if (loop.tile() > extent) {
      throw new IllegalScheduleException(
          pointer,
          "%s tile %s exceeds the %s of workload '%s'; use a tile from 1 to %s"
              .formatted(
                  loop.dimension().jsonName(),
                  loop.tile(),
                  Extents.text(loop.dimension(), extent),
                  workload.name(),
                  extent));
    }
  }
}
