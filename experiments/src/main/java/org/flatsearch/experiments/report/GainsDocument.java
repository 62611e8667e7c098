package org.flatsearch.experiments.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.flatsearch.experiments.definition.Comparison;
import org.flatsearch.json.StrictJson;

/** The gains of a report, each with the published figures for the same accelerator. */
record GainsDocument(List<Comparison> comparisons, List<Outcome> outcomes) {
  ArrayNode toJson() {
    ArrayNode json = StrictJson.newObject().putArray("gains");
    for (Gains gains : Gains.of(comparisons, outcomes)) {
      Comparison comparison = gains.comparison();
      ObjectNode entry =
          json.addObject()
              .put("name", comparison.name())
              .put("of", gains.of())
              .put("against", comparison.against())
              .put("metric", comparison.metric())
              .put("accelerator", gains.accelerator())
              .put("workloads", gains.workloads())
              .put("geometricMean", gains.geometricMean())
              .put("smallest", gains.smallest())
              .put("largest", gains.largest());
      ArrayNode published = entry.putArray("published");
      comparison.published().stream()
          .filter(claim -> claim.accelerator().equals(gains.accelerator()))
          .forEach(
              claim ->
                  published
                      .addObject()
                      .put("value", claim.value())
                      .put("origin", claim.origin())
                      .put("note", claim.note()));
    }
    return json;
  }
}
