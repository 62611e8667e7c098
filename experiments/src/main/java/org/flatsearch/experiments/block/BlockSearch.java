package org.flatsearch.experiments.block;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.cost.product.FlatProduct;
import org.flatsearch.cost.product.MatrixProduct;
import org.flatsearch.experiments.search.PlannedProblem;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Status;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.search.Decision;
import org.flatsearch.search.product.ProductSearch;
import org.flatsearch.spec.TransformerBlock;

/**
 * Searches a whole block: each of its products, and attention with the logits on chip and through
 * DRAM. Equal products are searched once.
 *
 * <p>Each part is at its best by itself. Since parts run one after another, so is the sum of any
 * metric but the energy-delay product.
 */
public final class BlockSearch {
  /** The evaluations of a product, which mostly prove its optimum: a second or so at the most. */
  private static final Budget OF_PRODUCTS = Budget.ofEvaluations(600_000);

  /** What the values of {@code form} that pass logits through DRAM begin with. */
  private static final String UNFUSED_FORM = "none:";

  private static final String FORM = "form";
  private static final String LOGITS = "logits";

  private final SearchPlan plan;
  private final TransformerBlock block;
  private final Budget ofProducts;
  private final List<Operator.Named> products;
  private int done;
  private Runnable cancel = () -> {};
  private boolean cancelled;

  /**
   * @param plan of attention
   * @param hasOwnBudget whether the budget is one that the user chose, so that it holds for
   *     products too
   * @throws InvalidInputException if the model cannot rate products, or their extents are too large
   */
  public BlockSearch(SearchPlan plan, TransformerBlock block, boolean hasOwnBudget) {
    this.plan = plan;
    this.block = block;
    ofProducts = hasOwnBudget ? plan.budget() : OF_PRODUCTS;
    if (!isFlat() && !plan.model().name().equals(LoopNestModel.NAME)) {
      throw new InvalidInputException(
          "model '%s' does not rate the matrix products of a block; use --model=%s or %s."
              .formatted(plan.model().name(), LoopNestModel.NAME, FlatModel.NAME));
    }
    products = Operator.of(block, plan.workload());
  }

  private boolean isFlat() {
    return plan.model().name().equals(FlatModel.NAME);
  }

  /**
   * Runs all searches.
   *
   * @return empty if it was cancelled before each part had a schedule
   * @throws InvalidInputException if a model or strategy refuses a part, or no schedule of a
   *     product fits
   */
  public Optional<BlockResult> run() {
    Optional<ResultDocument> fused = attention(true);
    Optional<ResultDocument> unfused = attention(false);
    Map<MatrixProduct, Operator> known = new HashMap<>();
    List<Operator> operators = new ArrayList<>();
    for (Operator.Named each : products) {
      Operator found = known.get(each.product());
      if (found == null) {
        Optional<Operator> searched = isFlat() ? Optional.of(byFlat(each)) : byLoopNest(each);
        if (searched.isEmpty()) {
          return Optional.empty();
        }
        found = searched.get();
        known.put(each.product(), found);
      }
      operators.add(
          new Operator(
              each.name(),
              each.product(),
              found.figures(),
              found.status(),
              found.schedule(),
              found.groups()));
      done++;
    }
    boolean any = fused.or(() -> unfused).isPresent();
    return any
        ? Optional.of(new BlockResult(plan, block, operators, fused, unfused))
        : Optional.empty();
  }

  /** The best attention with its logits on chip, or through DRAM; empty if there is none. */
  private Optional<ResultDocument> attention(boolean fused) {
    List<String> restrictions = new ArrayList<>(plan.setting().restrictions());
    restrictions.add(restriction(fused));
    PlannedSearch search = new PlannedSearch(plan.under(restrictions));
    begin(search::cancel);
    ResultDocument result = search.run();
    done++;
    return Optional.of(result).filter(found -> found.best().isPresent());
  }

  /** The restriction to schedules with their logits on chip, or through DRAM. */
  private String restriction(boolean fused) {
    for (Decision decision : PlannedProblem.of(plan).attention().decisions()) {
      if (decision.name().equals(FORM)) {
        List<String> forms =
            decision.labels().stream()
                .filter(form -> form.startsWith(UNFUSED_FORM) != fused)
                .toList();
        return "%s in {%s}".formatted(FORM, String.join(",", forms));
      }
    }
    return LOGITS + (fused ? "==fused" : "==dram");
  }

  private Operator byFlat(Operator.Named each) {
    FlatProduct cost = FlatProduct.of(plan.accelerator(), each.product());
    Figures figures = new Figures(cost.latencySeconds(), cost.energyJoules(), cost.trafficBytes());
    return new Operator(each.name(), each.product(), figures, Status.PROVEN, Optional.empty(), 1);
  }

  private Optional<Operator> byLoopNest(Operator.Named each) {
    ProductSearch search =
        new ProductSearch(plan.accelerator(), each.product(), plan.objective(), ofProducts);
    begin(search::cancel);
    Optional<ProductSearch.Result> found;
    try {
      found = search.run();
    } catch (InvalidInputException e) {
      throw new InvalidInputException("The " + each.name() + ": " + e.getMessage(), e);
    }
    if (found.isEmpty() && !isCancelled()) {
      throw new InvalidInputException(
          "No schedule of the %s fits the buffer of %s bytes; use a larger one, as in --set bufferBytes=1MiB."
              .formatted(each.name(), plan.accelerator().bufferBytes()));
    }
    return found.map(
        best ->
            new Operator(
                each.name(),
                each.product(),
                new Figures(best.metrics().get(0), best.metrics().get(1), best.metrics().get(3)),
                best.status(),
                Optional.of(best.schedule()),
                best.groups()));
  }

  private synchronized void begin(Runnable cancelCurrent) {
    cancel = cancelCurrent;
    if (cancelled) {
      cancel.run();
    }
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  /** Ends the search; any thread. */
  public synchronized void cancel() {
    cancelled = true;
    cancel.run();
  }

  /** The fraction of the parts that are done, 0 to 1; any thread. */
  public double progress() {
    return done / (2.0 + products.size());
  }
}
