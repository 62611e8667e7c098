package org.flatsearch.search.space.loopnest;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.search.space.AllowedTiles;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * How tiles of keys are cut into steps, and keys into parts, in both stages.
 *
 * <p>Sizes are few: powers of two of keys and, of parts, of the number of parts, and what the user
 * asks for; where cuts cannot pay, only that of all keys. A step of at least a tile is no step; a
 * part is rounded up to whole tiles.
 */
final class KeyCuts {
  static final String STEP = "keyStep.tile";
  static final String PART = "keyPart.tile";
  private static final int LEAST_STEP = 16;
  private static final int MOST_PARTS = 64;

  /** Keys of a step and of a part by value of the decision, ascending; the last are all keys. */
  final int[] steps;

  final int[] parts;
  private final int keys;

  private KeyCuts(int keys, TreeSet<Integer> steps, TreeSet<Integer> parts) {
    this.keys = keys;
    this.steps = steps.stream().mapToInt(k -> k).toArray();
    this.parts = parts.stream().mapToInt(k -> k).toArray();
  }

  /** Those of a workload on an accelerator. */
  static KeyCuts of(Accelerator accelerator, AttentionWorkload workload, AllowedTiles allowed) {
    int keys = workload.keys();
    // A step saves nothing but transfers, as a tile of its size does the same otherwise.
    boolean isChip =
        accelerator.memories().registerBytes() > 0 || accelerator.overheads().stepCycles() > 0;
    boolean haveLatency = isChip && accelerator.dmaLatencyCycles() > 0;
    TreeSet<Integer> steps = new TreeSet<>();
    steps.add(keys);
    if ((haveLatency || allowed.of(STEP).isPresent()) && mayHaveSteps(accelerator, workload)) {
      IntStream.iterate(LEAST_STEP, step -> step < keys, step -> 2 * step).forEach(steps::add);
      addAllowed(allowed, STEP, keys, steps);
    }
    TreeSet<Integer> parts = new TreeSet<>();
    parts.add(keys);
    long rowTiles = (workload.rows() - 1L) / accelerator.rows() + 1;
    boolean idles = workload.instances() * rowTiles < accelerator.cores();
    boolean isPlain = !isChip && workload.isPlain();
    if (idles && !isPlain || allowed.of(PART).isPresent()) {
      for (int count = 2; count <= Math.min(MOST_PARTS, keys); count *= 2) {
        parts.add((keys - 1) / count + 1);
      }
      addAllowed(allowed, PART, keys, parts);
    }
    return new KeyCuts(keys, steps, parts);
  }

  /** Whether the model counts steps, which it does not where cores share their loads. */
  private static boolean mayHaveSteps(Accelerator accelerator, AttentionWorkload workload) {
    LoopNest nest = new LoopNest();
    nest.form = SharedLoops.INSTANCE_ROW_KEY;
    nest.keyStep = 1;
    return new LoopNestModel().bind(accelerator, workload).refusal(nest).isEmpty();
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

  /** The keys of a step of tiles of so many keys; 0 if it does not cut them. */
  int step(Form form, int value, int tile) {
    return form.shared == SharedLoops.INSTANCE_ROW_KEY && steps[value] < tile ? steps[value] : 0;
  }

  /** The keys of a part, in whole tiles; 0 if keys are not split. */
  int part(Form form, int value, int tile) {
    if (!form.sharesKeys) {
      return 0;
    }
    long whole = whole(parts[value], tile);
    return whole < keys ? (int) whole : 0;
  }

  /** The value of the decision on steps that gives those of a nest; negative if none does. */
  int valueOfStep(int keyStep, int tile) {
    return isStep(keyStep, tile) ? Arrays.binarySearch(steps, keyStep) : steps.length - 1;
  }

  /** Whether steps of so many keys cut a tile. */
  static boolean isStep(int keyStep, int tile) {
    return keyStep > 0 && keyStep < tile;
  }

  /** The first value of the decision on parts that gives those of a nest; negative if none does. */
  int valueOfPart(int keyPart, int tile) {
    if (keyPart == 0) {
      return parts.length - 1;
    }
    for (int value = 0; value < parts.length; value++) {
      if (whole(parts[value], tile) == keyPart) {
        return value;
      }
    }
    return -1;
  }

  /** The number of ways to cut keys in a form. */
  BigInteger size(Form form) {
    // Steps come with two ways to load, but for the last, which means none.
    long ofSteps = form.shared == SharedLoops.INSTANCE_ROW_KEY ? 2L * steps.length - 1 : 1;
    return BigInteger.valueOf(form.sharesKeys ? ofSteps * parts.length : ofSteps);
  }

  /** The least number of whole tiles, in keys, that has so many keys. */
  private static long whole(int keys, int tile) {
    return (keys + tile - 1L) / tile * tile;
  }
}
