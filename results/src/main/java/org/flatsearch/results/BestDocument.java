package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.flatsearch.json.JsonObjectReader;

/**
 * The best schedule of a search in a document: {@code best}, the one to use, with its cost and the
 * model that says so; and, where another model replayed it, {@code searched}, the best by the model
 * of the search.
 */
public final class BestDocument {
  /** The fields that are read and written. */
  public static final List<String> FIELDS = List.of("best", "searched");

  private BestDocument() {}

  /**
   * Adds both fields, as far as there are such schedules.
   *
   * @param model the model of the search
   */
  public static void addTo(
      ObjectNode json,
      Optional<RatedSchedule> searched,
      Optional<Verification> verification,
      String model,
      MadeFor madeFor) {
    Optional<RatedSchedule> replayed = verification.flatMap(Verification::bestRated);
    String by = replayed.isPresent() ? verification.orElseThrow().model() : model;
    replayed
        .or(() -> searched)
        .ifPresent(best -> best.addTo(json.putObject("best"), madeFor).put("model", by));
    if (replayed.isPresent()) {
      searched.ifPresent(found -> found.addTo(json.putObject("searched"), madeFor));
    }
  }

  /**
   * Reads what the search found. The schedule to use is the first of the replays, if there are any.
   *
   * @throws org.flatsearch.json.InvalidInputException naming the place and the broken rule
   */
  public static Optional<RatedSchedule> readSearched(
      JsonObjectReader json, Optional<Verification> verification) {
    Optional<RatedSchedule> best = json.optionalObject("best").map(BestDocument::read);
    Optional<RatedSchedule> replayed = verification.flatMap(Verification::bestRated);
    Optional<RatedSchedule> searched = json.optionalObject("searched").map(BestDocument::read);
    if (searched.isPresent() && !best.equals(replayed)) {
      throw json.required("best", "{}").mustBe("the first schedule of the verification");
    }
    return searched.or(() -> best);
  }

  private static RatedSchedule read(JsonObjectReader json) {
    return RatedSchedule.read(json.allowOnly("schedule", "cost", "model"));
  }
}
