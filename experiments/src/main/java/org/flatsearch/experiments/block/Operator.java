package org.flatsearch.experiments.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flatsearch.cost.product.MatrixProduct;
import org.flatsearch.goal.Status;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.TransformerBlock;

/**
 * A matrix product of a block, at its best.
 *
 * @param name what it computes
 * @param product its extents
 * @param figures what it costs
 * @param status what is proven of that
 * @param schedule a nest whose Logit stage is the product; empty by model {@code flat}, which has
 *     none
 * @param groups into how many groups the columns are cut for the cores to share
 */
public record Operator(
    String name,
    MatrixProduct product,
    Figures figures,
    Status status,
    Optional<AttentionSchedule> schedule,
    int groups) {

  /**
   * A product before it is searched.
   *
   * @param name what it computes
   * @param product its extents
   */
  record Named(String name, MatrixProduct product) {}

  /**
   * The products of a block, in order. With n tokens, D the width of the model, S that of the
   * feed-forward part, h query heads and k key/value heads of E for queries and keys and F for
   * values:
   *
   * <pre>
   * queries   n × h·E over D          output  n × D over h·F
   * keys      n × k·E over D          up      n × S over D      gate  the same, if there is one
   * values    n × k·F over D          down    n × D over S
   * </pre>
   *
   * <p>Tokens are the queries of all sequences: keys and values of earlier tokens are in a cache.
   * Weights are the same for all tokens. Normalisation, activation and sums of few operations an
   * element are left out, and all words have the size of the workload's words.
   *
   * @throws InvalidInputException if a width or the number of tokens is too large to be counted
   */
  static List<Named> of(TransformerBlock block, AttentionWorkload workload) {
    long tokens = (long) workload.batch() * workload.queryLength();
    long queries = (long) workload.queryHeads() * workload.queryDim();
    long keys = (long) workload.keyValueHeads() * workload.queryDim();
    long values = (long) workload.keyValueHeads() * workload.valueDim();
    long outputs = (long) workload.queryHeads() * workload.valueDim();
    int width = block.modelWidth();
    int inner = block.feedForwardWidth();
    int word = workload.wordBytes();
    List<Named> all = new ArrayList<>();
    all.add(named("query projection", tokens, queries, width, word));
    all.add(named("key projection", tokens, keys, width, word));
    all.add(named("value projection", tokens, values, width, word));
    all.add(named("output projection", tokens, width, outputs, word));
    all.add(named("feed-forward up", tokens, inner, width, word));
    if (block.gated()) {
      all.add(named("feed-forward gate", tokens, inner, width, word));
    }
    all.add(named("feed-forward down", tokens, width, inner, word));
    return all;
  }

  private static Named named(String name, long rows, long columns, long reduction, int wordBytes) {
    if (Math.max(rows, Math.max(columns, reduction)) > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "The %s has %s rows, %s columns and a reduction of %s, each of which may be at most %s. Use a smaller batch, or fewer queries or heads."
              .formatted(name, rows, columns, reduction, Integer.MAX_VALUE));
    }
    return new Named(
        name, new MatrixProduct((int) rows, (int) columns, (int) reduction, wordBytes));
  }
}
