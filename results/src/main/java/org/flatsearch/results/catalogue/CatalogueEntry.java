package org.flatsearch.results.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flatsearch.cost.Cost;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.MadeFor;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.Optimality.Status;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ScheduleDocument;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The best schedule that is known for one workload and objective on the accelerator of the
 * document.
 *
 * @param workload what it computes
 * @param objective what it minimises
 * @param modelVersion version of the cost model, whose name {@code optimality} holds
 * @param rated the schedule, which fits the workload, and its cost by that model
 * @param optimality what is proven about it
 * @param provenance how it was found
 */
public record CatalogueEntry(
    AttentionWorkload workload,
    CatalogueObjective objective,
    int modelVersion,
    RatedSchedule rated,
    Optimality optimality,
    Provenance provenance) {

  public CatalogueEntry {
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(rated, "rated");
    Objects.requireNonNull(optimality, "optimality");
    Objects.requireNonNull(provenance, "provenance");
    rated.schedule().requireFits(workload);
  }

  /** The schedule. */
  public AttentionSchedule schedule() {
    return rated.schedule();
  }

  /** What the schedule costs. */
  public Cost cost() {
    return rated.cost();
  }

  /** Name of the cost model. */
  public String model() {
    return optimality.model();
  }

  /** Whether no schedule of the space is better. */
  public boolean isProven() {
    return optimality.status() == Status.PROVEN;
  }

  /**
   * Whether this entry is to take the place of {@code other}, which is for the same workload and
   * objective. Of the same model version, it has to be really better: cost less by more than
   * rounding or, at the same cost, be better proven. Figures of different versions can't be
   * compared; then the newer version counts.
   */
  public boolean replaces(CatalogueEntry other) {
    if (!model().equals(other.model()) || modelVersion != other.modelVersion) {
      return !model().equals(other.model()) || modelVersion > other.modelVersion;
    }
    int order = objective.compare(cost(), other.cost());
    if (order != 0) {
      return order < 0;
    }
    if (isProven() || other.isProven()) {
      return !other.isProven();
    }
    List<Double> bound = optimality.lowerBound();
    List<Double> otherBound = other.optimality.lowerBound();
    return otherBound.isEmpty()
        ? !bound.isEmpty()
        : CatalogueObjective.compareValues(bound, otherBound) > 0;
  }

  /**
   * Reads an entry.
   *
   * @throws InvalidInputException naming the place and the broken rule
   */
  static CatalogueEntry read(JsonObjectReader json) {
    json.allowOnly(
        "workload", "objective", "modelVersion", "schedule", "cost", "optimality", "provenance");
    AttentionWorkload workload =
        AttentionWorkload.fromJson(json.requiredObject("workload", "{ \"schemaVersion\": 1 }"));
    RatedSchedule rated = RatedSchedule.read(json);
    new ScheduleDocument(rated.schedule(), Optional.empty())
        .requireFits(workload, json.where() + "/schedule");
    return new CatalogueEntry(
        workload,
        objective(json.required("objective", "[\"latency\", \"energy\"]")),
        json.required("modelVersion", "1").asInt(1, Integer.MAX_VALUE),
        rated,
        Optimality.read(json.requiredObject("optimality", "{ \"status\": \"proven\" }")),
        Provenance.read(json.requiredObject("provenance", "{ \"strategy\": \"auto\" }")));
  }

  private static CatalogueObjective objective(JsonValueReader value) {
    return CatalogueObjective.of(value.asStrings())
        .orElseThrow(
            () -> value.mustBe("one of [\"latency\", \"energy\"], [\"energy\"] and [\"edp\"]"));
  }

  ObjectNode toJson(String accelerator) {
    ObjectNode json = StrictJson.newObject();
    json.set("workload", workload.toJson());
    ArrayNode metrics = json.putArray("objective");
    objective.metrics().forEach(metrics::add);
    json.put("modelVersion", modelVersion);
    rated.addTo(json, new MadeFor(accelerator, workload.name()));
    json.set("optimality", optimality.toJson());
    json.set("provenance", provenance.toJson());
    return json;
  }
}
