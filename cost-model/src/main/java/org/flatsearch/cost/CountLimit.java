package org.flatsearch.cost;

import java.math.BigInteger;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** What can be counted in 63 bits, whatever the schedule. */
public final class CountLimit {
  /**
   * Bytes moved, or accesses, for each byte of a word and multiply-accumulate, at the very most.
   */
  private static final BigInteger MOST_BYTES_PER_MAC = BigInteger.valueOf(16);

  private static final int MOST_BITS = 62;

  private CountLimit() {}

  /**
   * Requires that no count of any schedule can overflow: words move once a multiply-accumulate at
   * most, and the lanes have their operations on each logit and output.
   *
   * @param model for the message
   * @throws InvalidInputException if one could
   */
  public static void require(String model, Accelerator accelerator, AttentionWorkload workload) {
    BigInteger logits =
        BigInteger.valueOf(workload.instances())
            .multiply(BigInteger.valueOf(workload.rows()))
            .multiply(BigInteger.valueOf(workload.keys()));
    BigInteger dims = BigInteger.valueOf((long) workload.queryDim() + workload.valueDim());
    BigInteger bytes =
        logits
            .multiply(dims)
            .multiply(BigInteger.valueOf(workload.wordBytes()))
            .multiply(MOST_BYTES_PER_MAC);
    Accelerator.LaneOperations lanes = accelerator.laneOperations();
    BigInteger operations =
        logits.multiply(
            dims.multiply(BigInteger.valueOf(1L + lanes.perOutput()))
                .add(BigInteger.valueOf(2L + lanes.perLogit())));
    if (bytes.max(operations).bitLength() > MOST_BITS) {
      throw new InvalidInputException(
          "The model '"
              + model
              + "' cannot count workload '"
              + workload.name()
              + "' on accelerator '"
              + accelerator.name()
              + "': its words or lane operations could exceed 63 bits. Use fewer batches, rows or"
              + " keys.");
    }
  }
}
