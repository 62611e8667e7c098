package org.flatsearch.experiments.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.flatsearch.json.StrictJson;

/** What searches need of swept figures; where none of the values is enough, there is no least. */
record ReachDocument(List<Reach> reaches) {
  ArrayNode toJson() {
    ArrayNode json = StrictJson.newObject().putArray("reach");
    for (Reach reach : reaches) {
      ObjectNode entry =
          json.addObject()
              .put("figure", reach.figure().path())
              .put("accelerator", reach.accelerator())
              .put("workload", reach.workload())
              .put("series", reach.series());
      reach.least().ifPresent(least -> entry.set("least", StrictJson.number(least)));
      entry.put("isLeastTried", reach.least().orElse(Double.NaN) == reach.leastTried());
      entry.put("mostUtilization", reach.mostUtilization());
    }
    return json;
  }
}
