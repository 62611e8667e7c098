package org.flatsearch.experiments.search;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.flatsearch.json.StrictJson;
import org.flatsearch.search.Decision;

/**
 * What a search chooses from: the decisions of a space and the values that restrictions leave.
 *
 * @param problem the space for an accelerator and a workload
 */
public record SpaceDocument(PlannedProblem problem) {
  public SpaceDocument {
    Objects.requireNonNull(problem, "problem");
  }

  /** The decisions, each with the values that are left. */
  public List<Decision> decisions() {
    return problem.searchProblem().decisions();
  }

  /**
   * At most so many schedules are left: without restrictions, the size that the space states; with
   * them, no more vectors of decisions than that.
   */
  public BigInteger mostPoints() {
    BigInteger size = problem.attention().space().size();
    return isRestricted() ? size.min(Decision.vectors(decisions())) : size;
  }

  /** Whether there are restrictions. */
  public boolean isRestricted() {
    return problem.restricted().isPresent();
  }

  /** The JSON document. */
  public ObjectNode toJson() {
    ObjectNode document = StrictJson.newObject().put("schemaVersion", 1);
    document.set("accelerator", problem.attention().accelerator().toJson());
    document.set("workload", problem.attention().workload().toJson());
    document.put("model", problem.attention().model().name()).put("space", problem.space());
    problem.restrictions().forEach(document.putArray("require")::add);
    document.put("mostPoints", mostPoints());
    ArrayNode decisions = document.putArray("decisions");
    for (Decision decision : decisions()) {
      ObjectNode entry = decisions.addObject().put("name", decision.name());
      entry.put("kind", decision.kind().name().toLowerCase(Locale.ROOT));
      decision.labels().forEach(entry.putArray("values")::add);
    }
    return document;
  }
}
