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
   * Rates a schedule that fits the workload.
   *
   * @throws InvalidInputException if the model does not score that pair, or refuses the schedule,
   *     saying why
   * @throws ModelFailedException if the model fails at a schedule that it accepted
   */
  public static RatedSchedule of(
      AttentionSchedule schedule,
      CostModel model,
      Accelerator accelerator,
      AttentionWorkload workload) {
    ScheduleEvaluator evaluator = model.bind(accelerator, workload);
    LoopNest nest = new LoopNest();
    nest.set(schedule);
    evaluator
        .refusal(nest)
        .ifPresent(
            rule -> {
              throw new InvalidInputException(
                  "model '" + model.name() + "' does not accept the schedule: " + rule);
            });
    CostSheet sheet = new CostSheet();
    try {
      evaluator.evaluate(nest, sheet);
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      throw new ModelFailedException(model, schedule, e);
    }
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

  /** Adds both fields; the schedule is a document of its own, so that it can be cut out. */
  public ObjectNode addTo(ObjectNode object, MadeFor madeFor) {
    return addTo(object, Optional.of(madeFor));
  }

  /** Adds both fields of a schedule that may be made for something that has no name. */
  ObjectNode addTo(ObjectNode object, Optional<MadeFor> madeFor) {
    object.set("schedule", new ScheduleDocument(schedule, madeFor).toJson());
    object.set("cost", CostDocument.toJson(cost));
    return object;
  }
}
