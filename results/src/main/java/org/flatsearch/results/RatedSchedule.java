package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Optional;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostFigure;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A schedule and what one model says it costs.
 *
 * @param schedule the schedule
 * @param cost its figures
 */
public record RatedSchedule(AttentionSchedule schedule, Cost cost) {
  public RatedSchedule {
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(cost, "cost");
  }

  /**
   * Rates a schedule.
   *
   * @throws InvalidInputException if the schedule does not fit the workload, or if the model does
   *     not score this accelerator and workload, or refuses the schedule; the message says why
   * @throws PlugInFailedException if the model gives a figure that can't be
   */
  public static RatedSchedule of(
      AttentionSchedule schedule,
      CostModel model,
      Accelerator accelerator,
      AttentionWorkload workload) {
    new ScheduleDocument(schedule, Optional.empty()).requireFits(workload, "the schedule");
    ScheduleEvaluator evaluator = model.bind(accelerator, workload);
    LoopNest nest = new LoopNest();
    nest.set(schedule);
    CostSheet sheet = new CostSheet();
    Optional<String> refusal = evaluator.refusal(nest);
    if (refusal.isPresent()) {
      throw new InvalidInputException(
          "model '" + model.name() + "' does not accept the schedule: " + refusal.get());
    }
    evaluator.evaluate(nest, sheet);
    return new RatedSchedule(schedule, requireFigures(model, Cost.of(sheet)));
  }

  /** No figure is negative, and no document could hold one that is infinite or no number. */
  private static Cost requireFigures(CostModel model, Cost cost) {
    for (CostFigure figure : CostFigure.values()) {
      double value = cost.value(figure);
      if (!(value >= 0 && Double.isFinite(value))) {
        throw new PlugInFailedException(
            "model '%s' gave %s %s, which must be a finite number of at least 0"
                .formatted(model.name(), figure.jsonName(), value),
            null);
      }
    }
    return cost;
  }

  /**
   * Reads the fields {@code schedule} and {@code cost} of an object that may have others.
   *
   * @throws InvalidInputException naming the place and the broken rule
   */
  public static RatedSchedule read(JsonObjectReader object) {
    return new RatedSchedule(
        ScheduleDocument.read(object.requiredObject("schedule", "{ \"schemaVersion\": 1 }"))
            .schedule(),
        CostDocument.read(object.requiredObject("cost", "{ \"latencySeconds\": 0.0125 }")));
  }

  /** Adds both fields; the schedule is a complete document, so that it can be cut out. */
  public ObjectNode addTo(ObjectNode object, MadeFor madeFor) {
    return addTo(object, Optional.of(madeFor));
  }

  /** Adds both fields; {@code madeFor} is empty if the accelerator has no name of its own. */
  ObjectNode addTo(ObjectNode object, Optional<MadeFor> madeFor) {
    object.set("schedule", new ScheduleDocument(schedule, madeFor).toJson());
    object.set("cost", CostDocument.toJson(cost));
    return object;
  }
}
