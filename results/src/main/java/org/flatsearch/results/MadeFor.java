package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;

/**
 * What a schedule was made for.
 *
 * @param accelerator name of the accelerator
 * @param workload name of the attention workload
 */
public record MadeFor(String accelerator, String workload) {
  public MadeFor {
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(workload, "workload");
  }

  static MadeFor read(JsonObjectReader object) {
    object.allowOnly("accelerator", "workload");
    return new MadeFor(
        object.requiredString("accelerator", "\"flat-edge\""),
        object.requiredString("workload", "\"bert-4096\""));
  }

  ObjectNode toJson() {
    return StrictJson.newObject().put("accelerator", accelerator).put("workload", workload);
  }
}
