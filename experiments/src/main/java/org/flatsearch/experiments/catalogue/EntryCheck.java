package org.flatsearch.experiments.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.results.CostDocument;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.catalogue.CatalogueEntry;
import org.flatsearch.results.catalogue.ReplayedSchedule;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.Accelerator;

/** Evaluates one entry again; {@link CatalogueCheck} says which rules have to hold. */
final class EntryCheck {
  /** Relative; models may sum many terms in different orders. */
  static final double ROUNDING = 1e-9;

  private final CostModel model;
  private final CostModel walker;
  private final long mostTiles;
  private final Accelerator accelerator;
  private final CatalogueEntry entry;
  private final List<String> differences = new ArrayList<>();
  private OptionalDouble walkExcess = OptionalDouble.empty();

  /**
   * @param mostTiles schedules with more tiles are not walked
   */
  EntryCheck(
      CostModel model,
      CostModel walker,
      long mostTiles,
      Accelerator accelerator,
      CatalogueEntry entry) {
    this.model = model;
    this.walker = walker;
    this.mostTiles = mostTiles;
    this.accelerator = accelerator;
    this.entry = entry;
  }

  /** Makes all checks; to be called once. */
  EntryCheck run() {
    exact("model", entry.model(), model.name());
    exact("model version", entry.modelVersion(), model.version());
    proof();
    Cost stated = entry.searched().cost();
    rate(entry.searched().schedule())
        .filter(cost -> !cost.equals(stated))
        .ifPresent(cost -> costs(stated, cost));
    Optional<Cost> walk = walk(entry.searched().schedule());
    if (walk.isPresent()) {
      compareWithWalk(stated, walk.get());
      walkExcess = OptionalDouble.of(1 - stated.latencySeconds() / walk.get().latencySeconds());
    }
    entry.replayed().ifPresent(replayed -> replay(replayed, walk));
    return this;
  }

  /** A sentence for each difference, which names the entry. */
  List<String> differences() {
    return differences;
  }

  /**
   * How much more latency the walker gives than the model, as a fraction of the walker's; empty if
   * the schedule was not walked.
   */
  OptionalDouble walkExcess() {
    return walkExcess;
  }

  private void proof() {
    List<Double> bound = entry.optimality().lowerBound();
    Cost cost = entry.searched().cost();
    List<Double> values = entry.objective().values(cost);
    if (!cost.isFeasible()) {
      add("the schedule does not fit the buffer");
    }
    if (bound.isEmpty()) {
      if (entry.isProven()) {
        add("it is called proven, but no lower bound is stated");
      }
      return;
    }
    lowerBound(bound.get(0), "figure", values.get(0));
    exact("gap", shown(entry.optimality().gap()), shown(Optimality.gap(values.get(0), bound)));
    if (entry.isProven() && bound.size() != values.size()) {
      add("the lower bound " + bound + " is not of " + entry.objective().metrics());
    } else if (entry.isProven()) {
      for (int k = 0; k < bound.size(); k++) {
        close("proven optimum", values.get(k), bound.get(k));
      }
    }
  }

  private void lowerBound(double bound, String what, double figure) {
    if (bound > figure * (1 + ROUNDING)) {
      add("the lower bound " + bound + " exceeds the " + what + " " + figure);
    }
  }

  /** The cost by the model of the search; empty, and noted as a difference, if it refuses. */
  private Optional<Cost> rate(AttentionSchedule schedule) {
    try {
      return Optional.of(RatedSchedule.of(schedule, model, accelerator, entry.workload()).cost());
    } catch (InvalidInputException e) {
      add(e.getMessage());
      return Optional.empty();
    }
  }

  /** The cost by the walker; empty if there are too many tiles for it. */
  private Optional<Cost> walk(AttentionSchedule schedule) {
    if (tiles(schedule) > mostTiles) {
      return Optional.empty();
    }
    try {
      return Optional.of(RatedSchedule.of(schedule, walker, accelerator, entry.workload()).cost());
    } catch (InvalidInputException e) {
      // The walker has its own limit, of steps, and some tiles take several steps.
      return Optional.empty();
    } catch (PlugInFailedException e) {
      add("the walk fails: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** The DRAM tiles of both stages. */
  private double tiles(AttentionSchedule schedule) {
    double all = 0;
    for (Stage stage : Stage.values()) {
      double tiles = 1;
      for (Dimension dimension : stage.dimensions()) {
        int extent = Extents.of(entry.workload(), dimension);
        tiles *= Extents.tiles(extent, schedule.tile(stage, dimension));
      }
      all += tiles;
    }
    return all;
  }

  /**
   * Checks the schedule that is handed over.
   *
   * @param searched the cost of what the search found by the walker, if that was walked
   */
  private void replay(ReplayedSchedule replayed, Optional<Cost> searched) {
    Cost stated = replayed.rated().cost();
    AttentionSchedule schedule = replayed.rated().schedule();
    exact("model that replays", replayed.model(), walker.name());
    exact("version of the model that replays", replayed.modelVersion(), walker.version());
    if (!stated.isFeasible()) {
      add("the replayed schedule does not fit the buffer");
    }
    walk(schedule).filter(cost -> !cost.equals(stated)).ifPresent(cost -> costs(stated, cost));
    rate(schedule).ifPresent(cost -> compareWithWalk(cost, stated));
    if (searched.isPresent() && entry.objective().compare(stated, searched.get()) > 0) {
      add("the replayed schedule is worse than the one that the search found");
    }
    List<Double> bound = entry.optimality().lowerBound();
    if (!bound.isEmpty()) {
      lowerBound(bound.get(0), "replayed figure", entry.objective().values(stated).get(0));
    }
  }

  private void compareWithWalk(Cost bound, Cost walk) {
    exact("traffic", bound.trafficBytesByTensor(), walk.trafficBytesByTensor());
    exact("footprint", bound.footprintBytes(), walk.footprintBytes());
    close("energy", bound.energyJoules(), walk.energyJoules());
    if (walk.latencySeconds() < bound.latencySeconds() * (1 - ROUNDING)) {
      add(
          "walked latency %s s is below the bound %s s of the entry"
              .formatted(walk.latencySeconds(), bound.latencySeconds()));
    }
  }

  /** Notes what differs in two costs that are not equal. */
  private void costs(Cost stated, Cost evaluated) {
    JsonNode old = CostDocument.toJson(stated);
    JsonNode now = CostDocument.toJson(evaluated);
    now.fieldNames()
        .forEachRemaining(field -> exact("cost/" + field, old.path(field), now.path(field)));
  }

  private static String shown(OptionalDouble value) {
    return value.isPresent() ? Double.toString(value.getAsDouble()) : "left out";
  }

  private void exact(String what, Object stated, Object evaluated) {
    if (!stated.equals(evaluated)) {
      add(what + " is " + evaluated + ", not " + stated);
    }
  }

  private void close(String what, double stated, double evaluated) {
    if (!(Math.abs(stated - evaluated) <= ROUNDING * Math.abs(stated))) {
      add(what + " is " + evaluated + ", not " + stated);
    }
  }

  private void add(String sentence) {
    differences.add(
        "%s, %s, %s: %s."
            .formatted(
                accelerator.name(),
                entry.workload().name(),
                entry.objective().metrics(),
                sentence));
  }
}
