package org.flatsearch.schedule;

import static org.flatsearch.schedule.Dimension.INSTANCE;
import static org.flatsearch.schedule.Dimension.KEY;
import static org.flatsearch.schedule.Dimension.QUERY_DIM;
import static org.flatsearch.schedule.Dimension.ROW;
import static org.flatsearch.schedule.Dimension.VALUE_DIM;

import java.util.List;

/** One of the two matrix products of attention, with the dimensions that its loops run over. */
public enum Stage {
  /** {@code L[p,m] = Σ_e Q[p,e]·K[m,e]}. */
  LOGIT("logit", List.of(INSTANCE, ROW, KEY, QUERY_DIM), KEY, QUERY_DIM),
  /** {@code O[p,f] = Σ_m A[p,m]·V[m,f]}, A being the softmaxed logits. */
  ATTEND("attend", List.of(INSTANCE, ROW, KEY, VALUE_DIM), VALUE_DIM, KEY);

  private final String jsonName;
  private final List<Dimension> dimensions;
  private final Dimension column;
  private final Dimension reduction;

  Stage(String jsonName, List<Dimension> dimensions, Dimension column, Dimension reduction) {
    this.jsonName = jsonName;
    this.dimensions = dimensions;
    this.column = column;
    this.reduction = reduction;
  }

  /** The name that schedule documents use. */
  public String jsonName() {
    return jsonName;
  }

  /** The four dimensions of this stage's loop nest, instance first. */
  public List<Dimension> dimensions() {
    return dimensions;
  }

  /** The dimension of the columns of this stage's output: keys of the logits, value dim of O. */
  public Dimension column() {
    return column;
  }

  /** The dimension that this stage sums over. */
  public Dimension reduction() {
    return reduction;
  }

  /** The dimension that only this stage has. */
  public Dimension own() {
    return this == LOGIT ? Dimension.QUERY_DIM : Dimension.VALUE_DIM;
  }

  /** The input on the row side: Q, or the softmaxed logits, which are on chip if {@code fused}. */
  public Tensor input(boolean fused) {
    if (this == LOGIT) {
      return Tensor.Q;
    }
    return fused ? Tensor.LOGITS : Tensor.LOGITS_IN;
  }

  /** The other input: K or V. */
  public Tensor weight() {
    return this == LOGIT ? Tensor.K : Tensor.V;
  }

  /** What this stage computes: the logits, which stay on chip if {@code fused}, or O. */
  public Tensor output(boolean fused) {
    if (this == ATTEND) {
      return Tensor.O;
    }
    return fused ? Tensor.LOGITS : Tensor.LOGITS_OUT;
  }
}
