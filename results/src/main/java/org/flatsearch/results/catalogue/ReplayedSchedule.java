package org.flatsearch.results.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.MadeFor;
import org.flatsearch.results.RatedSchedule;

/**
 * The best schedule by the replay of another model: the one that the search found, or one derived
 * from it by changes.
 *
 * @param model name of the model that replays: it counts the waiting that the model of the search
 *     only bounds
 * @param modelVersion version of that model
 * @param replays limit on the changes that it replayed
 * @param rated the schedule, and its cost by that model
 */
public record ReplayedSchedule(String model, int modelVersion, int replays, RatedSchedule rated) {
  public ReplayedSchedule {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(rated, "rated");
  }

  /**
   * Reads a replayed schedule.
   *
   * @throws InvalidInputException naming the place and the broken rule
   */
  static ReplayedSchedule read(JsonObjectReader json) {
    json.allowOnly("model", "modelVersion", "replays", "schedule", "cost");
    return new ReplayedSchedule(
        json.requiredString("model", "\"walk\""),
        json.required("modelVersion", "1").asInt(1, Integer.MAX_VALUE),
        json.required("replays", "100").asInt(0, Integer.MAX_VALUE),
        RatedSchedule.read(json));
  }

  ObjectNode toJson(MadeFor madeFor) {
    ObjectNode json = StrictJson.newObject();
    json.put("model", model);
    json.put("modelVersion", modelVersion);
    json.put("replays", replays);
    return rated.addTo(json, madeFor);
  }
}
