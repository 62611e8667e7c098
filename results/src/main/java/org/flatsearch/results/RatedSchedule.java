package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Optional;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.plugin.PlugIns;
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
   * Rates a schedule. This is where the figures of a model, which may be a plug-in, are checked.
   *
   * @throws InvalidInputException if the schedule does not fit the workload, or if the model does
   *     not score this accelerator and workload, or refuses the schedule; the message says why
   * @throws ModelFailedException if the model fails on a schedule that it accepted, or gives a
   *     figure that breaks a rule
   */
  public static RatedSchedule of(
      AttentionSchedule schedule,
      CostModel model,
      Accelerator accelerator,
      AttentionWorkload workload) {
    new ScheduleDocument(schedule, Optional.empty()).requireFits(workload, "the schedule");
    ScheduleEvaluator evaluator = ModelBinding.of(model, accelerator, workload);
    LoopNest nest = new LoopNest();
    nest.set(schedule);
    CostSheet sheet = new CostSheet();
    Optional<String> refusal;
    try {
      refusal = evaluator.refusal(nest);
      if (refusal.isEmpty()) {
        evaluator.evaluate(nest, sheet);
      }
    } catch (InvalidInputException e) {
      throw e;
    } catch (Throwable e) {
      PlugIns.requireItsOwn(e);
      throw new ModelFailedException(model, schedule, e);
    }
    if (refusal.isPresent()) {
      throw new InvalidInputException(
          "model '" + model.name() + "' does not accept the schedule: " + refusal.get());
    }
    SheetRules.broken(sheet)
        .ifPresent(
            rule -> {
              throw new ModelFailedException(model, schedule, rule);
            });
    return new RatedSchedule(schedule, Cost.of(sheet));
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
