package org.flatsearch.cost;

import java.math.BigInteger;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.Residency;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** The limit on workloads: the counts of every schedule must fit 63 bits. */
public final class CountLimit {
  /** An upper limit on the words of inputs, sums and registers per multiply-accumulate. */
  private static final BigInteger MOST_WORDS_PER_MAC = BigInteger.valueOf(8);

  private static final int MOST_BITS = 62;

  private CountLimit() {}

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
    long wordBytes = Math.max(workload.wordBytes(), accelerator.accumulatorBytes());
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
