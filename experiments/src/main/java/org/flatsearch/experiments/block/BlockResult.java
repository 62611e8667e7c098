package org.flatsearch.experiments.block;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.product.MatrixProduct;
import org.flatsearch.experiments.search.CostMetrics;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.MadeFor;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.ScheduleDocument;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.TransformerBlock;

/**
 * What a block costs, part by part.
 *
 * @param plan how attention was searched
 * @param block the block
 * @param operators its products
 * @param fused the best attention with its logits on chip; empty if none was found
 * @param unfused the best attention with its logits through DRAM; empty if none was found
 */
public record BlockResult(
    SearchPlan plan,
    TransformerBlock block,
    List<Operator> operators,
    Optional<ResultDocument> fused,
    Optional<ResultDocument> unfused) {

  /** FLAT's levels. */
  public enum Level {
    /** Attention alone. */
    LAYER,
    /** Attention and the products of its block. */
    BLOCK,
    /** All blocks of the model. */
    MODEL;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public BlockResult {
    operators = List.copyOf(operators);
  }

  /** All products together. */
  public Figures linear() {
    return operators.stream().map(Operator::figures).reduce(Figures.NONE, Figures::plus);
  }

  /** The cost of the best fused attention that fits. */
  public Optional<Cost> fusedCost() {
    return cost(fused);
  }

  /** The cost of the best unfused attention that fits. */
  public Optional<Cost> unfusedCost() {
    return cost(unfused);
  }

  private static Optional<Cost> cost(Optional<ResultDocument> result) {
    return result.flatMap(ResultDocument::best).map(RatedSchedule::cost).filter(Cost::isFeasible);
  }

  /** Whether fused attention is better, or as good; false if none fits. */
  public boolean isFusedBetter() {
    return fusedCost().isPresent()
        && (unfusedCost().isEmpty()
            || CostMetrics.compare(fusedCost().get(), unfusedCost().get(), plan.objective()) <= 0);
  }

  /** Whether any attention fits. */
  public boolean fits() {
    return fusedCost().or(this::unfusedCost).isPresent();
  }

  /** The better attention of the two; there must be one that {@link #fits}. */
  public Figures attention() {
    return Figures.of((isFusedBetter() ? fusedCost() : unfusedCost()).orElseThrow());
  }

  /** What a level costs with that attention. */
  public Figures at(Level level, Figures attention) {
    return switch (level) {
      case LAYER -> attention;
      case BLOCK -> linear().plus(attention);
      case MODEL -> linear().plus(attention).times(block.blocks());
    };
  }

  /**
   * What fusion gains at a level: each figure with the best unfused attention over that with the
   * best fused one; less than 1 where fusion loses. Empty if one of them is missing.
   */
  public Optional<Figures> gain(Level level) {
    return fusedCost()
        .flatMap(
            with ->
                unfusedCost()
                    .map(
                        without ->
                            at(level, Figures.of(without)).over(at(level, Figures.of(with)))));
  }

  /** The document. */
  public ObjectNode toJson(Level upTo) {
    ObjectNode json = StrictJson.newObject().put("schemaVersion", 1);
    json.put("level", upTo.toString());
    json.set("accelerator", plan.accelerator().toJson());
    json.set("workload", plan.workload().toJson());
    json.set("block", block.toJson());
    plan.setting().addTo(json);
    ArrayNode products = json.putArray("operators");
    operators.forEach(each -> products.add(toJson(each)));
    ObjectNode attention = json.putObject("attention");
    fused.ifPresent(result -> add(attention.putObject("fused"), result));
    unfused.ifPresent(result -> add(attention.putObject("unfused"), result));
    add(json.putObject("linear"), linear());
    ObjectNode levels = json.putObject("levels");
    for (Level level : Level.values()) {
      if (level.compareTo(upTo) <= 0) {
        ObjectNode entry = levels.putObject(level.toString());
        add(entry, at(level, attention()));
        gain(level).ifPresent(gain -> entry.set("gainOfFusion", ratios(gain)));
      }
    }
    return json;
  }

  private static ObjectNode toJson(Operator operator) {
    MatrixProduct product = operator.product();
    ObjectNode json =
        StrictJson.newObject()
            .put("name", operator.name())
            .put("rows", product.rows())
            .put("columns", product.columns())
            .put("reduction", product.reduction());
    add(json, operator.figures());
    json.put("status", operator.status().jsonName());
    operator.schedule().ifPresent(schedule -> json.set("schedule", toJson(schedule, operator)));
    return json;
  }

  /** The Logit stage of a schedule, in the words of a product. */
  private static ObjectNode toJson(AttentionSchedule schedule, Operator operator) {
    ObjectNode json = StrictJson.newObject();
    ObjectNode whole = new ScheduleDocument(schedule, Optional.empty()).toJson();
    UnaryOperator<String> word =
        text ->
            switch (text) {
              case "instance" -> "columnGroup";
              case "key" -> "column";
              case "queryDim" -> "reduction";
              default -> text;
            };
    ArrayNode loops = json.put("columnGroups", operator.groups()).putArray("loops");
    for (var list : List.of(whole.get("shared"), whole.at("/logit/loops"))) {
      list.forEach(
          loop ->
              loops
                  .addObject()
                  .put("loop", word.apply(loop.get("loop").asText()))
                  .put("tile", loop.get("tile").asInt()));
    }
    json.put("stationarity", schedule.stage(Stage.LOGIT).stationarity().jsonName());
    json.put("transposed", schedule.stage(Stage.LOGIT).transposed());
    ObjectNode residency = json.putObject("residency");
    Map<String, String> tensors = new LinkedHashMap<>();
    tensors.put("Q", "inputs");
    tensors.put("K", "weights");
    tensors.put("logitsOut", "outputs");
    tensors.forEach(
        (tensor, name) -> {
          ObjectNode held = whole.at("/residency/" + tensor).deepCopy();
          held.put("inside", word.apply(held.get("inside").asText()));
          residency.set(name, held);
        });
    return json;
  }

  private void add(ObjectNode json, ResultDocument result) {
    RatedSchedule best = result.best().orElseThrow();
    best.addTo(json, new MadeFor(plan.accelerator().name(), plan.workload().name()));
    json.set("optimality", result.optimality().toJson());
  }

  private static void add(ObjectNode json, Figures figures) {
    json.set("latencySeconds", StrictJson.number(figures.latencySeconds()));
    json.set("energyJoules", StrictJson.number(figures.energyJoules()));
    json.set("trafficBytes", StrictJson.number(figures.trafficBytes()));
  }

  private static ObjectNode ratios(Figures gain) {
    ObjectNode json = StrictJson.newObject();
    json.set("latency", StrictJson.number(gain.latencySeconds()));
    json.set("energy", StrictJson.number(gain.energyJoules()));
    json.set("traffic", StrictJson.number(gain.trafficBytes()));
    return json;
  }
}
