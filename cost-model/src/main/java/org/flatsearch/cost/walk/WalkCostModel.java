package org.flatsearch.cost.walk;

import java.math.BigInteger;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The model {@code walk}: executes a schedule tile by tile. Slow and direct; for replaying the best
 * schedules of a search and for testing faster models.
 */
public final class WalkCostModel implements CostModel {
  /** Words that the array and the lanes move a multiply-accumulate, at the very most. */
  private static final BigInteger MOST_WORDS_PER_MAC = BigInteger.valueOf(16);

  @Override
  public String name() {
    return "walk";
  }

  /** 2: what several cores hold of an input is multicast whatever the tensor. */
  @Override
  public int version() {
    return 2;
  }

  @Override
  public String description() {
    return "executes the loop nest tile by tile: exact counts, time by events; the reference";
  }

  @Override
  public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
    BigInteger most =
        BigInteger.valueOf(workload.instances())
            .multiply(BigInteger.valueOf(workload.rows()))
            .multiply(BigInteger.valueOf(workload.keys()))
            .multiply(BigInteger.valueOf((long) workload.queryDim() + workload.valueDim()))
            .multiply(BigInteger.valueOf(workload.wordBytes()))
            .multiply(MOST_WORDS_PER_MAC);
    if (most.bitLength() > 62) {
      throw new InvalidInputException(
          "The model 'walk' cannot count workload '"
              + workload.name()
              + "': its words could exceed 63 bits. Use fewer batches, rows or keys.");
    }
    return new WalkEvaluator(accelerator, workload, WalkLimits.DEFAULT);
  }
}
