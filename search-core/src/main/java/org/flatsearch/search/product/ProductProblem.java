package org.flatsearch.search.product;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flatsearch.cost.product.MatrixProduct;
import org.flatsearch.cost.product.ProductModel;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Decomposition;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Restriction;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.spec.Accelerator;

/**
 * A single matrix product as a search problem: every tile size of rows, columns and reduction,
 * every order of the loops over them, array mapping, residency and number of slots.
 *
 * <p>These are the decisions on Logit in the space of attention with the logits through DRAM; those
 * on Attend, which does not take place, are fixed. So whatever proves the optimum of attention also
 * proves that of a product.
 */
public final class ProductProblem implements SearchProblem {
  /** What the names of the decisions on a product begin with. */
  private static final List<String> OWN =
      List.of("instance.", "row.", "key.", "queryDim.", "logit.", "Q.", "K.", "logitsOut.");

  private static final String FORM = "form";

  private final AttentionProblem attention;
  private final double[] worthBeating;

  private ProductProblem(AttentionProblem attention, double[] worthBeating) {
    this.attention = attention;
    this.worthBeating = worthBeating;
  }

  /**
   * The problem of a product on an accelerator.
   *
   * @param groups into how many groups the columns are cut ({@link MatrixProduct#workload})
   * @param worthBeating the metrics of a schedule from elsewhere, or null. Proofs then leave out
   *     points that are no better, so that what they prove optimal is the better of that schedule
   *     and the best point.
   * @throws org.flatsearch.json.InvalidInputException if the model cannot count that pair
   */
  public static RestrictedProblem of(
      Accelerator accelerator, MatrixProduct product, int groups, double[] worthBeating) {
    AttentionProblem attention =
        Spaces.problem(
            ProductModel.LOOPNEST,
            Spaces.DEFAULT,
            accelerator,
            product.workload("product", groups));
    List<Restriction> fixed = new ArrayList<>();
    for (Decision decision : attention.decisions()) {
      if (decision.name().equals(FORM)) {
        fixed.add(Restriction.parse(FORM + " in {none:instance,none:instance-row}"));
      } else if (OWN.stream().noneMatch(decision.name()::startsWith)) {
        fixed.add(Restriction.parse(decision.name() + "==" + decision.label(0)));
      }
    }
    return RestrictedProblem.of(new ProductProblem(attention, worthBeating), fixed);
  }

  /** The Logit stage of this problem is the product. */
  public AttentionProblem attention() {
    return attention;
  }

  @Override
  public String name() {
    return attention.name();
  }

  @Override
  public List<Decision> decisions() {
    return attention.decisions();
  }

  @Override
  public List<String> metrics() {
    return attention.metrics();
  }

  @Override
  public Evaluator evaluator() {
    return attention.evaluator();
  }

  @Override
  public void makeCanonical(int[] decisions) {
    attention.makeCanonical(decisions);
  }

  @Override
  public String describe(int[] decisions) {
    return attention.describe(decisions);
  }

  @Override
  public <T> Optional<T> capability(Class<T> type) {
    Optional<T> capability = attention.capability(type);
    if (type != Decomposition.class || worthBeating == null) {
      return capability;
    }
    return capability.map(
        all ->
            type.cast(
                (Decomposition)
                    values ->
                        new BeatingProver(((Decomposition) all).prover(values), worthBeating)));
  }
}
