package org.flatsearch.search.strategy.exact.constraint;

import java.util.stream.IntStream;
import org.chocosolver.solver.variables.BoolVar;
import org.chocosolver.solver.variables.IntVar;

/**
 * One tensor of a stage, indexed by all but one of instances, rows, keys and head dimension. It is
 * held inside one of the loops in 1 to 3 slots, or streamed at the array.
 */
final class TensorVariables {
  private static final int ARRAY = 4;

  /** The position of the loop inside which it is held, or 4 for the array. */
  final IntVar inside;

  /** Bytes that it occupies. */
  final IntVar footprint;

  /** The cost of moving its words between DRAM, buffer and array. */
  final IntVar cost;

  private final Terms terms;
  private final StageVariables stage;
  private final int[] indexing;

  /**
   * @param lacking the dimension that does not index it
   * @param instances I
   * @param instanceTile t_i
   * @param accumulatorBytes the size of a partial sum
   */
  TensorVariables(
      Terms terms,
      StageVariables stage,
      int lacking,
      boolean isOutput,
      int instances,
      IntVar instanceTile,
      int wordBytes,
      int accumulatorBytes,
      Prices prices) {
    this.terms = terms;
    this.stage = stage;
    indexing = IntStream.range(0, 3).filter(d -> d != lacking).toArray();
    inside = terms.between(0, ARRAY);
    IntVar slots = terms.between(1, 3);
    BoolVar buffered = terms.model.arithm(inside, "<", ARRAY).reify();
    int words = instances * stage.extents[indexing[0]] * stage.extents[indexing[1]];
    IntVar passes = stage.passes[lacking];
    IntVar visits = visits(lacking);
    int dram = prices.dramWord() * words;
    int read = prices.onChipRead() * words;
    int write = prices.onChipWrite() * words;
    IntVar buffering;
    IntVar streaming;
    IntVar bytes = terms.constant(wordBytes);
    if (isOutput) {
      // Written at every visit, and read before all but the first; likewise at the array.
      int[] weights = {2 * dram + read + write, read + write};
      buffering = terms.sum(-dram - read - write, weights, visits, passes);
      streaming = terms.sum(-dram, new int[] {2 * dram}, passes);
      BoolVar partialSums = terms.moreThanOne(passes);
      bytes = terms.choice(partialSums, terms.constant(accumulatorBytes), bytes);
    } else {
      buffering = terms.sum(0, new int[] {dram + write, read}, visits, passes);
      streaming = terms.sum(0, new int[] {dram}, passes);
    }
    cost = terms.choice(buffered, buffering, streaming);
    IntVar held =
        terms.product(terms.product(instanceTile, extent(indexing[0])), extent(indexing[1]));
    IntVar atArray = terms.product(stage.atArray[indexing[0]], stage.atArray[indexing[1]]);
    footprint =
        terms.choice(
            buffered,
            terms.product(terms.product(held, bytes), slots),
            terms.sum(0, new int[] {2 * wordBytes}, atArray));
  }

  /** How often each word is loaded or stored. */
  private IntVar visits(int lacking) {
    BoolVar[] changes = new BoolVar[2];
    for (int k = 0; k < 2; k++) {
      int d = indexing[k];
      changes[k] =
          terms.all(
              terms.less(stage.position[lacking], stage.position[d]),
              terms.atMost(stage.position[d], inside),
              terms.moreThanOne(stage.trips[d]));
    }
    return terms.choice(terms.any(changes), stage.trips[lacking], terms.constant(1));
  }

  /** The extent of {@code d} in the tile that is held. */
  IntVar extent(int d) {
    BoolVar isOutside = terms.atMost(stage.position[d], inside);
    return terms.choice(isOutside, stage.tile[d], terms.constant(stage.extents[d]));
  }
}
