package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Optional;
import org.flatsearch.cost.Cost;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.schedule.AttentionSchedule;

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

  /** Reads the fields {@code schedule} and {@code cost} of an object that may have others. */
  static RatedSchedule read(JsonObjectReader object) {
    return new RatedSchedule(
        ScheduleDocument.read(object.requiredObject("schedule", "{ \"schemaVersion\": 1 }"))
            .schedule(),
        CostDocument.read(object.requiredObject("cost", "{ \"latencySeconds\": 0.0125 }")));
  }

  /** Adds both fields; the schedule is a document of its own, so that it can be cut out. */
  ObjectNode addTo(ObjectNode object, MadeFor madeFor) {
    object.set("schedule", new ScheduleDocument(schedule, Optional.of(madeFor)).toJson());
    object.set("cost", CostDocument.toJson(cost));
    return object;
  }
}
