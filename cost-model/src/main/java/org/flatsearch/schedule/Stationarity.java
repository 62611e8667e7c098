package org.flatsearch.schedule;

/**
 * Which operand stays in the PE array while the others stream: two dimensions lie on the rows (x)
 * and columns (y) of the array, the third (z) streams.
 *
 * <pre>
 *            Logit (x,y|z)   Attend (x,y|z)
 *   OUTPUT   (p,m|e)         (p,f|m)
 *   WEIGHT   (e,m|p)         (m,f|p)
 *   INPUT    (e,p|m)         (p,m|f)
 * </pre>
 */
public enum Stationarity {
  /** The output tile stays: each PE accumulates one element. */
  OUTPUT("output"),
  /** K or V stays. */
  WEIGHT("weight"),
  /** Q or the softmaxed logits stay. */
  INPUT("input");

  private static final Dimension[][][] MAPPING = {
    {
      {Dimension.ROW, Dimension.KEY, Dimension.QUERY_DIM},
      {Dimension.QUERY_DIM, Dimension.KEY, Dimension.ROW},
      {Dimension.QUERY_DIM, Dimension.ROW, Dimension.KEY}
    },
    {
      {Dimension.ROW, Dimension.VALUE_DIM, Dimension.KEY},
      {Dimension.KEY, Dimension.VALUE_DIM, Dimension.ROW},
      {Dimension.ROW, Dimension.KEY, Dimension.VALUE_DIM}
    }
  };

  private final String jsonName;

  Stationarity(String jsonName) {
    this.jsonName = jsonName;
  }

  /** The name that documents use. */
  public String jsonName() {
    return jsonName;
  }

  /** The dimension on the array's x side: the PE rows unless transposed. */
  public Dimension x(Stage stage) {
    return MAPPING[stage.ordinal()][ordinal()][0];
  }

  /** The dimension on the array's y side: the PE columns unless transposed. */
  public Dimension y(Stage stage) {
    return MAPPING[stage.ordinal()][ordinal()][1];
  }

  /** The dimension that streams. */
  public Dimension z(Stage stage) {
    return MAPPING[stage.ordinal()][ordinal()][2];
  }
}
