package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.flatsearch.cost.Cost;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.schedule.AttentionSchedule;

/**
 * The best schedules of a search, replayed by another model and ranked by the replay.
 *
 * @param model the model that replayed them
 * @param modelVersion its version; empty in documents that do not have it
 * @param replays the schedules, best by the replay first
 * @param refusals the schedules that the model did not replay
 * @param gap (replayed figure of the first − proven lower bound of the search) / lower bound, of
 *     the first objective; empty if nothing is proven, if the replay is below the bound, or if the
 *     gap is not finite, as for a bound of 0
 * @param refinement how the schedule was refined by the replaying model, if it was
 */
public record Verification(
    String model,
    OptionalInt modelVersion,
    List<Replay> replays,
    List<Refusal> refusals,
    OptionalDouble gap,
    Optional<Refinement> refinement) {
  public Verification {
    Objects.requireNonNull(model, "model");
    ModelVersion.require(modelVersion);
    replays = List.copyOf(replays);
    refusals = List.copyOf(refusals);
    // JSON can't hold such a gap, which must not keep the rest of a result from being written.
    gap = gap.isPresent() && Double.isFinite(gap.getAsDouble()) ? gap : OptionalDouble.empty();
    Objects.requireNonNull(refinement, "refinement");
  }

  /**
   * One schedule under both models.
   *
   * @param searchRank its rank in the search, 1 the best; empty if the search did not find it
   * @param foundBy the run of another problem that found it; empty if it was the search itself or
   *     its refinement
   * @param schedule the schedule
   * @param searched its cost by the model of the search
   * @param replayed its cost by the replaying model
   */
  public record Replay(
      OptionalInt searchRank,
      Optional<String> foundBy,
      AttentionSchedule schedule,
      Cost searched,
      Cost replayed) {
    public Replay {
      Objects.requireNonNull(searchRank, "searchRank");
      Objects.requireNonNull(foundBy, "foundBy");
      Objects.requireNonNull(schedule, "schedule");
      Objects.requireNonNull(searched, "searched");
      Objects.requireNonNull(replayed, "replayed");
    }

    /** A schedule that the search or its refinement found. */
    public Replay(
        OptionalInt searchRank, AttentionSchedule schedule, Cost searched, Cost replayed) {
      this(searchRank, Optional.empty(), schedule, searched, replayed);
    }
  }

  /**
   * A schedule that could not be replayed.
   *
   * @param searchRank its rank in the search, 1 the best
   * @param reason why not
   */
  public record Refusal(int searchRank, String reason) {
    public Refusal {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * Changes of the best replayed schedule that were tried under the replaying model.
   *
   * @param replays how many were replayed
   * @param ruledOut how many draws the model of the search ruled out, because its lower bound is no
   *     better than the best replay; a change that is drawn again counts again, unless it is still
   *     remembered
   */
  public record Refinement(long replays, long ruledOut) {}

  /** The best replay; empty if there is none. */
  public Optional<Replay> best() {
    return replays.stream().findFirst();
  }

  /** The best schedule with its replayed cost; empty if there is none or it does not fit. */
  public Optional<RatedSchedule> bestRated() {
    return best()
        .map(first -> new RatedSchedule(first.schedule(), first.replayed()))
        .filter(rated -> rated.cost().isFeasible());
  }

  /**
   * Reads a verification.
   *
   * @throws org.flatsearch.json.InvalidInputException naming the place and the broken rule
   */
  public static Verification read(JsonObjectReader json) {
    json.allowOnly("model", ModelVersion.FIELD, "gap", "schedules", "refusals", "refinement");
    return new Verification(
        json.requiredString("model", "\"walk\""),
        ModelVersion.read(json),
        json.requiredArray("schedules", "[]").stream()
            .map(JsonValueReader::asObject)
            .map(Verification::replay)
            .toList(),
        json.optional("refusals").map(JsonValueReader::asObjects).orElse(List.of()).stream()
            .map(Verification::refusal)
            .toList(),
        json.optionalDouble("gap"),
        json.optionalObject("refinement").map(Verification::refinement));
  }

  private static Refinement refinement(JsonObjectReader json) {
    json.allowOnly("replays", "ruledOut");
    return new Refinement(
        json.required("replays", "100").asLong(0, Long.MAX_VALUE),
        json.required("ruledOut", "1000").asLong(0, Long.MAX_VALUE));
  }

  private static Refusal refusal(JsonObjectReader json) {
    json.allowOnly("searchRank", "reason");
    return new Refusal(
        json.required("searchRank", "1").asInt(1, Integer.MAX_VALUE),
        json.requiredString("reason", "\"it takes too long\""));
  }

  private static Replay replay(JsonObjectReader json) {
    json.allowOnly("searchRank", "foundBy", "schedule", "cost", "replayedCost");
    RatedSchedule rated = RatedSchedule.read(json);
    return new Replay(
        json.optional("searchRank").stream()
            .mapToInt(rank -> rank.asInt(1, Integer.MAX_VALUE))
            .findFirst(),
        json.optional("foundBy").map(JsonValueReader::asString),
        rated.schedule(),
        rated.cost(),
        CostDocument.read(json.requiredObject("replayedCost", "{ \"latencySeconds\": 0.0125 }")));
  }

  /** The verification as a JSON object. */
  public ObjectNode toJson(MadeFor madeFor) {
    ObjectNode json = StrictJson.newObject();
    json.put("model", model);
    ModelVersion.addTo(json, modelVersion);
    gap.ifPresent(value -> json.set("gap", StrictJson.number(value)));
    ArrayNode schedules = json.putArray("schedules");
    for (Replay replay : replays) {
      ObjectNode entry = schedules.addObject();
      replay.searchRank().ifPresent(rank -> entry.put("searchRank", rank));
      replay.foundBy().ifPresent(run -> entry.put("foundBy", run));
      new RatedSchedule(replay.schedule(), replay.searched()).addTo(entry, madeFor);
      entry.set("replayedCost", CostDocument.toJson(replay.replayed()));
    }
    if (!refusals.isEmpty()) {
      ArrayNode array = json.putArray("refusals");
      for (Refusal refusal : refusals) {
        array.addObject().put("searchRank", refusal.searchRank()).put("reason", refusal.reason());
      }
    }
    refinement.ifPresent(
        tried ->
            json.putObject("refinement")
                .put("replays", tried.replays())
                .put("ruledOut", tried.ruledOut()));
    return json;
  }
}
