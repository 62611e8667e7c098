package org.flatsearch.cost;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.WordBytes;

/**
 * Draws what plain workloads, accelerators and nests do not have: masks, sizes of words, V in K,
 * registers, shared buffers, queues, overheads, parts and steps of keys.
 */
public final class RandomFeatures {
  private static final double[] SIZES = {0.5, 1, 1.5, 2, 4};

  private final Random random;

  /** Draws from {@code random}. */
  public RandomFeatures(Random random) {
    this.random = random;
  }

  /** The workload with a mask, in two of three draws, and other sizes of words, in every second. */
  public AttentionWorkload workload(AttentionWorkload plain) {
    AttentionWorkload workload = plain;
    if (plain.queryLength() <= plain.keyLength() && random.nextInt(3) > 0) {
      boolean isWindow = random.nextBoolean();
      workload =
          workload.withMask(
              isWindow ? Mask.window(1 + random.nextInt(plain.keyLength())) : Mask.CAUSAL);
    }
    boolean inKeys = plain.valueDim() <= plain.queryDim() && random.nextInt(3) == 0;
    if (random.nextBoolean()) {
      double keys = size();
      WordBytes bytes = new WordBytes(size(), keys, inKeys ? keys : size(), size());
      workload = workload.withBytes(bytes, size());
    }
    return inKeys ? workload.withValuesInKeys(true) : workload;
  }

  private double size() {
    return SIZES[random.nextInt(SIZES.length)];
  }

  /** The accelerator with some of the figures that only chips have. */
  public Accelerator accelerator(Accelerator plain) {
    Map<String, String> figures = new HashMap<>();
    figures.put("registerBytes", String.valueOf(random.nextInt(3) * 300));
    if (random.nextBoolean()) {
      figures.put("arrays", String.valueOf(1 + random.nextInt(3)));
    }
    if (random.nextInt(3) == 0) {
      figures.put("dealing", "queue");
    }
    if (random.nextInt(3) == 0) {
      figures.put("sharedBufferBytesPerSecond", String.valueOf(1 + random.nextInt(32)));
      figures.put("sharedBufferBytes", String.valueOf(1 + random.nextInt(3000)));
    }
    if (random.nextBoolean()) {
      figures.put("stepCycles", String.valueOf(random.nextInt(20)));
      figures.put("itemCycles", String.valueOf(random.nextInt(30)));
      figures.put("maskedStepCycles", String.valueOf(random.nextInt(20)));
      figures.put("lanesHidden", String.valueOf(random.nextInt(5) / 4.0));
      figures.put("loadsHidden", String.valueOf(random.nextInt(5) / 4.0));
      figures.put("laneOperations.perRowStep", String.valueOf(random.nextInt(3)));
    }
    if (random.nextInt(3) == 0) {
      figures.put("coreBytesPerSecond", String.valueOf(1 + random.nextInt(32)));
    }
    if (random.nextInt(4) == 0) {
      figures.put("launchSeconds", String.valueOf(random.nextInt(9)));
      figures.put("layoutPasses", String.valueOf(random.nextInt(4) / 2.0));
    }
    return plain.with(figures);
  }

  /** Gives a plain nest parts, steps, registers or V in K where these are legal. */
  public void add(LoopNest nest, AttentionWorkload workload) {
    int keyTile = nest.logit.tile[Dimension.KEY.ordinal()];
    if (nest.form.shares(Dimension.KEY) && random.nextInt(3) == 0) {
      nest.keyPart = keyTile * (1 + random.nextInt(3));
    }
    if (nest.form == SharedLoops.INSTANCE_ROW_KEY && random.nextBoolean()) {
      nest.keyStep = 1 + random.nextInt(keyTile);
      for (Tensor tensor : new Tensor[] {Tensor.K, Tensor.V}) {
        if (nest.inside[tensor.ordinal()] == 2 && random.nextBoolean()) {
          nest.place[tensor.ordinal()] = Place.STEP;
        }
      }
    }
    for (Tensor tensor : new Tensor[] {Tensor.Q, Tensor.LOGITS, Tensor.O}) {
      boolean isThere = tensor != Tensor.LOGITS || nest.fused;
      if (isThere && nest.inside[tensor.ordinal()] != LoopNest.AT_ARRAY && random.nextInt(3) == 0) {
        nest.place[tensor.ordinal()] = Place.REGISTERS;
      }
    }
    int k = Tensor.K.ordinal();
    int v = Tensor.V.ordinal();
    if (workload.valuesInKeys() && nest.inside[k] < nest.form.count() && random.nextBoolean()) {
      nest.place[v] = Place.KEYS;
      nest.inside[v] = nest.inside[k];
    }
  }
}
