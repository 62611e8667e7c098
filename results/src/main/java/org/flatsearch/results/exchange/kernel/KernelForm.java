package org.flatsearch.results.exchange.kernel;

import java.util.List;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A schedule as the kernel runs it.
 *
 * @param tiles its tiles
 * @param keys where K is held
 * @param values where V is held
 */
public record KernelForm(Tiles tiles, Held keys, Held values) {
  /**
   * The tiles of the kernel.
   *
   * @param rows rows of a tile; the query heads of a group are rows
   * @param keys keys of Logit's tile
   * @param values keys of Attend's tile; other than {@code keys} only with whole rows
   * @param part keys of a part; all if they are not split
   * @param hasWholeRows whether the logits of whole rows are held, and the softmax is not online
   */
  public record Tiles(int rows, int keys, int values, int part, boolean hasWholeRows) {}

  /** The loop inside which a tile of K or V is held: it decides which words are counted. */
  public enum Held {
    INSIDE_INSTANCE,
    INSIDE_ROW,
    INSIDE_KEY,
    IN_K
  }

  /** Bytes of a word in bf16 and in 32-bit floats. */
  private static final List<Double> WORD_BYTES = List.of(2.0, 4.0);

  /** Whether the words of a layer are bf16; else they are 32-bit floats. */
  public static boolean isBf16(AttentionWorkload workload) {
    return workload.bytes().q() == 2;
  }

  /**
   * The words that the kernel takes.
   *
   * @throws InvalidInputException if those of the layer are others
   */
  public static void requireWords(AttentionWorkload workload) {
    double bytes = workload.bytes().q();
    for (double each :
        List.of(bytes, workload.bytes().k(), workload.bytes().v(), workload.bytes().o())) {
      if (each != bytes || !WORD_BYTES.contains(each)) {
        throw refused(
            "the words of Q, K, V and O are all floats of 4 bytes or all bf16 of 2; those of"
                + " workload '%s' have %s, %s, %s and %s bytes. Use --bytes Q=4,K=4,V=4,O=4.",
            workload.name(),
            StrictJson.number(workload.bytes().q()),
            StrictJson.number(workload.bytes().k()),
            StrictJson.number(workload.bytes().v()),
            StrictJson.number(workload.bytes().o()));
      }
    }
  }

  /**
   * What the kernel takes from a schedule.
   *
   * @throws InvalidInputException if the kernel cannot run it, naming the rule and the remedy
   */
  public static KernelForm of(AttentionSchedule schedule, AttentionWorkload workload) {
    requireWords(workload);
    LoopNest nest = new LoopNest();
    nest.set(schedule);
    if (!nest.fused || nest.form.count() < 2) {
      throw refused(
          "logits stay on chip and both stages share the loop over rows; here %s. Use a schedule"
              + " whose form is row:instance-row or online:instance-row-key.",
          nest.fused ? "only instances are shared" : "logits go through DRAM");
    }
    if (nest.form == SharedLoops.INSTANCE_KEY_ROW) {
      throw refused(
          "tiles of keys are inside those of rows; here they are around them. Use a schedule whose"
              + " form is online:instance-row-key.");
    }
    requireTile(nest, Stage.LOGIT, Dimension.INSTANCE, 1);
    requireTile(nest, Stage.LOGIT, Dimension.QUERY_DIM, workload.queryDim());
    requireTile(nest, Stage.ATTEND, Dimension.VALUE_DIM, workload.valueDim());
    if (nest.keyStep > 0) {
      throw refused("a tile of keys is one step; leave out keyStep %d.", nest.keyStep);
    }
    for (Tensor tensor : List.of(Tensor.Q, Tensor.O)) {
      int inside = nest.inside[tensor.ordinal()];
      if (inside < 1 || inside == LoopNest.AT_ARRAY) {
        throw refused(
            "%s is held inside row; here it is held %s.",
            tensor.jsonName(), schedule.residency().get(tensor).text());
      }
    }
    boolean hasWholeRows = !nest.form.shares(Dimension.KEY);
    int keys = nest.logit.tile[Dimension.KEY.ordinal()];
    int values = nest.attend.tile[Dimension.KEY.ordinal()];
    if (hasWholeRows && isBf16(workload) && values % 2 != 0 && values < workload.keys()) {
      throw refused(
          "in bf16, Attend's tile of keys is even or all keys; here it is %d. Use %d.",
          values, values + 1);
    }
    int part = nest.keyPart == 0 ? workload.keys() : Math.min(nest.keyPart, workload.keys());
    return new KernelForm(
        new Tiles(nest.logit.tile[Dimension.ROW.ordinal()], keys, values, part, hasWholeRows),
        held(nest, Tensor.K),
        held(nest, Tensor.V));
  }

  private static void requireTile(LoopNest nest, Stage stage, Dimension dimension, int size) {
    int tile = nest.stage(stage).tile[dimension.ordinal()];
    if (tile != size) {
      throw refused(
          "the tile of %s is %d; here it is %d. Use --require %s.tile==%d.",
          dimension.jsonName(), size, tile, dimension.jsonName(), size);
    }
  }

  private static Held held(LoopNest nest, Tensor tensor) {
    if (nest.place[tensor.ordinal()] == Place.KEYS) {
      return Held.IN_K;
    }
    int inside = nest.inside[tensor.ordinal()];
    if (inside == LoopNest.AT_ARRAY) {
      throw refused("%s passes through the buffer; here it is streamed.", tensor.jsonName());
    }
    if (inside == 0) {
      return Held.INSIDE_INSTANCE;
    }
    int keys = nest.stage(tensor.stage()).position(Dimension.KEY.ordinal());
    return inside >= keys ? Held.INSIDE_KEY : Held.INSIDE_ROW;
  }

  private static InvalidInputException refused(String rule, Object... values) {
    return new InvalidInputException("the kernel cannot run this: " + rule.formatted(values));
  }
}
