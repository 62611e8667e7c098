package org.flatsearch.cost.product;

import java.util.Objects;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A matrix product of a layer: outputs (row, column) are sums of inputs (row, r) times weights
 * (column, r) over a reduction. Equal products cost the same, whatever they are called.
 *
 * @param rows tokens of the whole batch
 * @param columns width of the output
 * @param reduction width of the input
 * @param wordBytes bytes of a word of inputs, weights and outputs
 */
public record MatrixProduct(int rows, int columns, int reduction, int wordBytes) {
  /** Words that each model must move at least: each input, weight and output once. */
  public long words() {
    return (long) rows * reduction + (long) columns * reduction + (long) rows * columns;
  }

  /** Multiply-accumulates. */
  public long macs() {
    return (long) rows * columns * reduction;
  }

  /**
   * The workload whose Logit stage is this product: the inputs are Q, the weights K, the outputs
   * the logits. Its Attend stage, one value wide, does not take place.
   *
   * @param groups a divisor of the columns. Each group of columns is an instance, so that cores can
   *     share the columns too; each reads the inputs anew.
   */
  public AttentionWorkload workload(String name, int groups) {
    return new AttentionWorkload(
        Objects.requireNonNull(name, "name"),
        "",
        groups,
        1,
        1,
        rows,
        columns / groups,
        reduction,
        1,
        wordBytes);
  }
}
