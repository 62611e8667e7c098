package org.flatsearch.schedule;

import static org.flatsearch.schedule.Dimension.INSTANCE;
import static org.flatsearch.schedule.Dimension.KEY;
import static org.flatsearch.schedule.Dimension.QUERY_DIM;
import static org.flatsearch.schedule.Dimension.ROW;
import static org.flatsearch.schedule.Dimension.VALUE_DIM;

import java.util.EnumSet;
import java.util.Set;

/**
 * Everything that occupies the buffer or crosses the DRAM interface. The first seven have a
 * residency in a schedule; the last two are by-products of the softmax.
 *
 * <p>The declaration order is relied upon: {@link LoopNest} and cost sheets index arrays by
 * ordinal.
 */
public enum Tensor {
  /** Queries, I×P×E. */
  Q("Q", Stage.LOGIT, Set.of(INSTANCE, ROW, QUERY_DIM)),
  /** Keys, I×M×E. */
  K("K", Stage.LOGIT, Set.of(INSTANCE, KEY, QUERY_DIM)),
  /** Values, I×M×F. */
  V("V", Stage.ATTEND, Set.of(INSTANCE, KEY, VALUE_DIM)),
  /** Output, I×P×F. */
  O("O", Stage.ATTEND, Set.of(INSTANCE, ROW, VALUE_DIM)),
  /** Logits that stay on chip between the stages (fused), I×P×M. */
  LOGITS("logits", Stage.LOGIT, Set.of(INSTANCE, ROW, KEY)),
  /** Logits on their way to DRAM: the output of an unfused Logit stage. */
  LOGITS_OUT("logitsOut", Stage.LOGIT, Set.of(INSTANCE, ROW, KEY)),
  /** Softmaxed logits on their way back: an input of an unfused Attend stage. */
  LOGITS_IN("logitsIn", Stage.ATTEND, Set.of(INSTANCE, ROW, KEY)),
  /**
   * The softmax pass between unfused stages: the row of M logits that it holds, and its traffic.
   */
  SOFTMAX("softmax", null, Set.of(INSTANCE, ROW, KEY)),
  /** Running maximum and sum of the rows of an online softmax. */
  STATISTICS("statistics", null, Set.of(INSTANCE, ROW));

  private final String jsonName;
  private final Stage stage;
  private final Set<Dimension> dimensions;

  Tensor(String jsonName, Stage stage, Set<Dimension> dimensions) {
    this.jsonName = jsonName;
    this.stage = stage;
    this.dimensions = EnumSet.copyOf(dimensions);
  }

  /** The name that documents use. */
  public String jsonName() {
    return jsonName;
  }

  /**
   * The stage in whose loops this tensor's residency is stated; null for by-products of softmax.
   */
  public Stage stage() {
    return stage;
  }

  /** Whether {@code dimension} indexes this tensor. */
  public boolean isIndexedBy(Dimension dimension) {
    return dimensions.contains(dimension);
  }
}
