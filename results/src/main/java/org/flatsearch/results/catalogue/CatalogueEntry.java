package org.flatsearch.results.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.flatsearch.cost.Cost;
import org.flatsearch.goal.Status;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.MadeFor;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ScheduleDocument;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The best-known schedule for one workload and objective on the accelerator of the document.
 *
 * @param workload the workload that the schedule computes
 * @param objective the objective that the schedule minimises
 * @param modelVersion version of the model of the search, whose name is in {@code optimality}
 * @param searched the best schedule by that model, which fits the workload, and its cost by it
 * @param optimality what is proven about the searched schedule
 * @param provenance how the searched schedule was found
 * @param replayed the best schedule by a model that counts all waiting; empty if none was replayed
 *     or if a replay takes too long
 */
public record CatalogueEntry(
    AttentionWorkload workload,
    CatalogueObjective objective,
    int modelVersion,
    RatedSchedule searched,
    Optimality optimality,
    Provenance provenance,
    Optional<ReplayedSchedule> replayed) {

  public CatalogueEntry {
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(searched, "searched");
    Objects.requireNonNull(optimality, "optimality");
    Objects.requireNonNull(provenance, "provenance");
    Objects.requireNonNull(replayed, "replayed");
    searched.schedule().requireFits(workload);
    replayed.ifPresent(best -> best.rated().schedule().requireFits(workload));
  }

  /** The schedule to use: the one that is best with all waiting counted, if that is known. */
  public AttentionSchedule schedule() {
    return rated().schedule();
  }

  /** What {@link #schedule} costs, by the model {@link #ratedBy}. */
  public Cost cost() {
    return rated().cost();
  }

  /** {@link #schedule} and {@link #cost}. */
  public RatedSchedule rated() {
    return replayed.map(ReplayedSchedule::rated).orElse(searched);
  }

  /** Name of the model that says what the schedule costs. */
  public String ratedBy() {
    return replayed.map(ReplayedSchedule::model).orElse(model());
  }

  /** The version of {@link #ratedBy}. */
  public int ratedByVersion() {
    return replayed.map(ReplayedSchedule::modelVersion).orElse(modelVersion);
  }

  /** Name of the model that the search minimised, and that the proof is about. */
  public String model() {
    return optimality.model();
  }

  /**
   * How far the most important figure of {@link #cost} is above its proven lower bound, as {@link
   * Optimality#gap} has it.
   */
  public OptionalDouble gap() {
    return Optimality.gap(objective.values(cost()).get(0), optimality.lowerBound());
  }

  /** This entry with a workload of the same figures, such as one that is described better. */
  public CatalogueEntry with(AttentionWorkload described) {
    return new CatalogueEntry(
        described, objective, modelVersion, searched, optimality, provenance, replayed);
  }

  /** This entry with another replay. */
  public CatalogueEntry withReplayed(ReplayedSchedule best) {
    return new CatalogueEntry(
        workload, objective, modelVersion, searched, optimality, provenance, Optional.of(best));
  }

  /** Whether no schedule of the space is better by the model of the search. */
  public boolean isProven() {
    return optimality.status() == Status.PROVEN;
  }

  /**
   * Whether this entry is to replace {@code other}, which is for the same workload and objective.
   * If both are by the same version of a model, this one must be better by that model: cost less by
   * more than rounding or, at the same cost, be better proven. Figures of different versions or
   * models can't be compared: then the newer version wins, or this entry if the models differ.
   */
  public boolean replaces(CatalogueEntry other) {
    if (!model().equals(other.model())) {
      return true;
    }
    if (modelVersion != other.modelVersion) {
      return modelVersion > other.modelVersion;
    }
    int order = objective.compare(searched.cost(), other.searched.cost());
    if (order != 0) {
      return order < 0;
    }
    if (isProven() || other.isProven()) {
      return !other.isProven();
    }
    List<Double> bound = optimality.lowerBound();
    List<Double> otherBound = other.optimality.lowerBound();
    return otherBound.isEmpty() ? !bound.isEmpty() : objective.compareValues(bound, otherBound) > 0;
  }

  /**
   * Reads an entry.
   *
   * @throws InvalidInputException naming the place and the broken rule
   */
  static CatalogueEntry read(JsonObjectReader json) {
    json.allowOnly(
        "workload",
        "objective",
        "modelVersion",
        "schedule",
        "cost",
        "optimality",
        "provenance",
        "replayed");
    AttentionWorkload workload =
        AttentionWorkload.fromJson(json.requiredObject("workload", "{ \"schemaVersion\": 1 }"));
    RatedSchedule searched = RatedSchedule.read(json);
    requireFits(searched, workload, json.where());
    Optional<ReplayedSchedule> replayed =
        json.optionalObject("replayed").map(ReplayedSchedule::read);
    replayed.ifPresent(best -> requireFits(best.rated(), workload, json.where() + "/replayed"));
    return new CatalogueEntry(
        workload,
        objective(json.required("objective", "[\"latency\", \"energy\"]")),
        json.required("modelVersion", "1").asInt(1, Integer.MAX_VALUE),
        searched,
        Optimality.read(json.requiredObject("optimality", "{ \"status\": \"proven\" }")),
        Provenance.read(json.requiredObject("provenance", "{ \"strategy\": \"auto\" }")),
        replayed);
  }

  private static void requireFits(RatedSchedule rated, AttentionWorkload workload, String where) {
    new ScheduleDocument(rated.schedule(), Optional.empty())
        .requireFits(workload, where + "/schedule");
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
    MadeFor madeFor = new MadeFor(accelerator, workload.name());
    searched.addTo(json, madeFor);
    json.set("optimality", optimality.toJson());
    json.set("provenance", provenance.toJson());
    replayed.ifPresent(best -> json.set("replayed", best.toJson(madeFor)));
    return json;
  }
}
