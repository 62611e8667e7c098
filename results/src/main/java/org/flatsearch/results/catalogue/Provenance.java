package org.flatsearch.results.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Optional;
import org.flatsearch.goal.Stop;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;

/**
 * How an entry was found. It holds neither dates nor elapsed times, so that building again gives
 * the same document.
 *
 * @param flatsearchVersion version of the program that searched
 * @param space name of the space that was searched
 * @param strategy name of the search method
 * @param seed seed of every random choice
 * @param startedFrom the objective whose best schedule of the same workload the search began from
 * @param mostEvaluations limit on evaluations
 * @param mostSeconds limit on wall-clock time; without effect if {@code stop} is {@link
 *     Stop#COMPLETE}
 * @param evaluations evaluations that were spent
 * @param stop why the search ended; not cancelled
 */
public record Provenance(
    String flatsearchVersion,
    String space,
    String strategy,
    long seed,
    Optional<CatalogueObjective> startedFrom,
    long mostEvaluations,
    double mostSeconds,
    long evaluations,
    Stop stop) {
  static final Stop[] STOPS = {Stop.COMPLETE, Stop.EVALUATIONS, Stop.TIME};

  public Provenance {
    Objects.requireNonNull(flatsearchVersion, "flatsearchVersion");
    Objects.requireNonNull(space, "space");
    Objects.requireNonNull(strategy, "strategy");
    Objects.requireNonNull(startedFrom, "startedFrom");
    Objects.requireNonNull(stop, "stop");
  }

  static Provenance read(JsonObjectReader json) {
    json.allowOnly(
        "flatsearch", "space", "strategy", "seed", "startedFrom", "budget", "evaluations", "stop");
    JsonObjectReader budget =
        json.requiredObject("budget", "{ \"evaluations\": 20000000, \"seconds\": 10 }")
            .allowOnly("evaluations", "seconds");
    return new Provenance(
        json.requiredString("flatsearch", "\"0.1.0\""),
        json.requiredString("space", "\"full\""),
        json.requiredString("strategy", "\"auto\""),
        json.requiredLong("seed", "1"),
        json.optional("startedFrom")
            .map(
                value -> value.asOneOf(CatalogueObjective.values(), CatalogueObjective::shortName)),
        budget.required("evaluations", "20000000").asLong(1, Long.MAX_VALUE),
        budget.required("seconds", "10").asPositive(),
        json.required("evaluations", "5000").asLong(0, Long.MAX_VALUE),
        json.required("stop", "\"complete\"").asOneOf(STOPS, Stop::jsonName));
  }

  ObjectNode toJson() {
    ObjectNode json = StrictJson.newObject();
    json.put("flatsearch", flatsearchVersion);
    json.put("space", space);
    json.put("strategy", strategy);
    json.put("seed", seed);
    startedFrom.ifPresent(objective -> json.put("startedFrom", objective.shortName()));
    ObjectNode budget = json.putObject("budget");
    budget.put("evaluations", mostEvaluations);
    budget.set("seconds", StrictJson.number(mostSeconds));
    json.put("evaluations", evaluations);
    json.put("stop", stop.jsonName());
    return json;
  }
}
