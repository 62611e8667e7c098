package org.flatsearch.results.diff;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.IllegalScheduleException;
import org.flatsearch.schedule.LoopNest;

/**
 * Two schedules side by side.
 *
 * @param a the first
 * @param b the second
 * @param model the model by which both are rated
 * @param costA what the first costs
 * @param costB what the second costs
 * @param decisions the decisions in which they differ
 * @param figures the figures of both costs, part by part, equal ones included
 */
public record ScheduleDiff(
    DiffSide a,
    DiffSide b,
    String model,
    Cost costA,
    Cost costB,
    List<DecisionDifference> decisions,
    List<FigureDifference> figures) {
  public ScheduleDiff {
    decisions = List.copyOf(decisions);
    figures = List.copyOf(figures);
  }

  /**
   * Compares two schedules.
   *
   * @throws InvalidInputException if the model refuses one of them; the message says which and why
   */
  public static ScheduleDiff of(DiffSide a, DiffSide b, CostModel model) {
    Cost costA = rate(a, model);
    Cost costB = rate(b, model);
    List<DecisionDifference> decisions = new ArrayList<>();
    for (Decision decision : Decision.all()) {
      String valueA = decision.value().apply(a.schedule());
      String valueB = decision.value().apply(b.schedule());
      if (!valueA.equals(valueB)) {
        Optional<Cost> alone =
            valueA.isEmpty() || valueB.isEmpty() ? Optional.empty() : alone(decision, a, b, model);
        decisions.add(new DecisionDifference(decision.name(), valueA, valueB, alone));
      }
    }
    return new ScheduleDiff(
        a, b, model.name(), costA, costB, decisions, FigureDifference.of(costA, costB));
  }

  private static Cost rate(DiffSide side, CostModel model) {
    try {
      return RatedSchedule.of(side.schedule(), model, side.accelerator(), side.workload()).cost();
    } catch (InvalidInputException e) {
      throw new InvalidInputException(side.label() + ": " + e.getMessage(), e);
    }
  }

  /** The cost of {@code a} with one decision of {@code b}. */
  private static Optional<Cost> alone(Decision decision, DiffSide a, DiffSide b, CostModel model) {
    boolean sameForm = a.schedule().form() == b.schedule().form();
    if (decision.transfer() == null || !sameForm || !a.hasTargetOf(b)) {
      return Optional.empty();
    }
    LoopNest into = new LoopNest();
    LoopNest from = new LoopNest();
    into.set(a.schedule());
    from.set(b.schedule());
    try {
      decision.transfer().accept(into, from);
      AttentionSchedule changed = into.toSchedule();
      return Optional.of(RatedSchedule.of(changed, model, a.accelerator(), a.workload()).cost());
    } catch (IllegalScheduleException | InvalidInputException e) {
      return Optional.empty();
    }
  }

  /** Whether no decision differs. */
  public boolean isEmpty() {
    return decisions.isEmpty();
  }

  /** The comparison as a JSON object. */
  public ObjectNode toJson() {
    ObjectNode json = StrictJson.newObject().put("schemaVersion", 1).put("model", model);
    side(json.putObject("a"), a, costA);
    side(json.putObject("b"), b, costB);
    ArrayNode rows = json.putArray("decisions");
    for (DecisionDifference row : decisions) {
      ObjectNode entry = rows.addObject().put("decision", row.decision());
      if (!row.a().isEmpty()) {
        entry.put("a", row.a());
      }
      if (!row.b().isEmpty()) {
        entry.put("b", row.b());
      }
      row.alone()
          .ifPresent(
              cost -> {
                ObjectNode alone = entry.putObject("alone");
                alone.set("latencySeconds", StrictJson.number(cost.latencySeconds()));
                alone.set("energyJoules", StrictJson.number(cost.energyJoules()));
                alone.set("violationBytes", StrictJson.number(cost.violationBytes()));
              });
    }
    ArrayNode parts = json.putArray("figures");
    for (FigureDifference figure : figures) {
      ObjectNode entry = parts.addObject().put("figure", figure.figure());
      entry.set("a", StrictJson.number(figure.a()));
      entry.set("b", StrictJson.number(figure.b()));
    }
    return json;
  }

  private static void side(ObjectNode json, DiffSide side, Cost cost) {
    json.put("label", side.label());
    json.put("accelerator", side.accelerator().name());
    json.put("workload", side.workload().name());
    if (cost.extrapolated()) {
      json.put("extrapolated", true);
    }
  }
}
