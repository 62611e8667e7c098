package org.flatsearch.cost;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.Residency;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.WorkloadFigure;

/** What a model can count: figures that it knows, in numbers that fit 63 bits. */
public final class CountLimit {
  /** An upper limit on the words of inputs, sums and registers per multiply-accumulate. */
  private static final BigInteger MOST_WORDS_PER_MAC = BigInteger.valueOf(8);

  private static final int MOST_BITS = 62;

  private CountLimit() {}

  /**
   * Requires an accelerator and a workload without the figures that only some models count.
   *
   * @param model the model's name, for the message
   * @throws InvalidInputException if one has such a figure
   */
  public static void requirePlain(
      String model, Accelerator accelerator, AttentionWorkload workload) {
    String ofAccelerator =
        EnumSet.range(AcceleratorFigure.ARRAYS, AcceleratorFigure.LAYOUT_PASSES).stream()
            .filter(figure -> !figure.valueOf(accelerator).equals(figure.defaultValue()))
            .map(figure -> figure.path() + " " + figure.valueOf(accelerator))
            .collect(Collectors.joining(", "));
    requireNone(model, ofAccelerator, "accelerator '" + accelerator.name() + "'");
    String ofWorkload =
        Arrays.stream(WorkloadFigure.values())
            .filter(figure -> figure.isOptional() && figure.isStated(workload))
            .map(figure -> figure.path() + " " + figure.text(workload))
            .collect(Collectors.joining(", "));
    requireNone(model, ofWorkload, "workload '" + workload.name() + "'");
  }

  private static void requireNone(String model, String figures, String owner) {
    if (!figures.isEmpty()) {
      throw new InvalidInputException(
          "The model '%s' does not cover %s of %s. Leave these figures out, or use another one."
              .formatted(model, figures, owner));
    }
  }

  /**
   * Requires that no count of any schedule can overflow. At most, words of each kind move once per
   * multiply-accumulate, and between DRAM and the buffer of each core once per word of the tensors;
   * the lanes work on each logit and output; and the buffer holds all tensors in all slots.
   *
   * @param model the model's name, for the message
   * @throws InvalidInputException if one could
   */
  public static void require(String model, Accelerator accelerator, AttentionWorkload workload) {
    BigInteger instances = BigInteger.valueOf(workload.instances());
    BigInteger rows = BigInteger.valueOf(workload.rows());
    BigInteger keys = BigInteger.valueOf(workload.keys());
    BigInteger dims = BigInteger.valueOf((long) workload.queryDim() + workload.valueDim());
    BigInteger logits = instances.multiply(rows).multiply(keys);
    BigInteger words = logits.multiply(dims).multiply(MOST_WORDS_PER_MAC);
    Accelerator.LaneOperations lanes = accelerator.laneOperations();
    BigInteger operations =
        logits.multiply(
            dims.multiply(BigInteger.valueOf(1L + lanes.perOutput()))
                .add(BigInteger.valueOf(2L + lanes.perLogit())));
    BigInteger tensors = instances.multiply(rows.add(keys)).multiply(dims);
    BigInteger wordsOfCores = tensors.multiply(BigInteger.valueOf(accelerator.cores()));
    long wordBytes = Math.max(workload.largestWordBytes(), accelerator.accumulatorBytes());
    BigInteger bytesHeld =
        logits.add(tensors).multiply(BigInteger.valueOf(wordBytes * Residency.MAX_SLOTS));
    BigInteger most = words.max(wordsOfCores).max(operations).max(bytesHeld);
    if (most.bitLength() > MOST_BITS) {
      throw new InvalidInputException(
          "The model '"
              + model
              + "' cannot count workload '"
              + workload.name()
              + "' on accelerator '"
              + accelerator.name()
              + "': its words, lane operations or bytes in the buffer could exceed 63 bits. Use"
              + " fewer batches, rows, keys or cores.");
    }
  }
}
