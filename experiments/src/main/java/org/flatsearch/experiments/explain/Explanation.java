package org.flatsearch.experiments.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.Cost.Counts;
import org.flatsearch.cost.CostModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.results.LoopNestText;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.Accelerator.Energy;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Why a schedule costs what it costs, and what a lower cost would take.
 *
 * @param evaluation the schedule and its cost
 * @param maskedTiles what the mask leaves of the tiles; empty without a mask
 * @param energyParts joules by part; empty if the model does not count all parts
 * @param better changes that fit and make the schedule faster, or equally fast with less energy; if
 *     it does not fit, all changes that make it fit
 * @param tooLarge changes that would be better if the buffer were larger
 * @param smaller changes that need less buffer, at a price
 */
public record Explanation(
    EvaluationDocument evaluation,
    Optional<MaskedTiles> maskedTiles,
    Map<String, Double> energyParts,
    List<Alternative> better,
    List<Alternative> tooLarge,
    List<Alternative> smaller) {
  /**
   * A schedule that differs in one choice.
   *
   * @param change what differs, in words
   * @param rated the changed schedule and its cost
   */
  public record Alternative(String change, RatedSchedule rated) {}

  private static final int MOST = 5;

  /** Costs closer than this, relatively, are the same to a reader. */
  private static final double SAME = 5e-4;

  /** The parts explain the energy if they differ from it by less than this, relatively. */
  private static final double ENERGY_ROUNDING = 1e-6;

  private static final Comparator<Alternative> FASTEST =
      Comparator.<Alternative>comparingDouble(a -> a.rated().cost().latencySeconds())
          .thenComparingDouble(a -> a.rated().cost().energyJoules())
          .thenComparingDouble(a -> a.rated().cost().footprintBytes());

  public Explanation {
    better = List.copyOf(better);
    tooLarge = List.copyOf(tooLarge);
    smaller = List.copyOf(smaller);
  }

  /** Explains an evaluation by {@code model}. */
  public static Explanation of(EvaluationDocument evaluation, CostModel model) {
    Cost now = evaluation.rated().cost();
    List<Alternative> better = new ArrayList<>();
    List<Alternative> tooLarge = new ArrayList<>();
    List<Alternative> smaller = new ArrayList<>();
    for (Alternative alternative : alternatives(evaluation, model)) {
      Cost cost = alternative.rated().cost();
      if (isBetter(cost, now)) {
        (cost.isFeasible() ? better : tooLarge).add(alternative);
      } else if (cost.footprintBytes() < now.footprintBytes()) {
        smaller.add(alternative);
      }
    }
    return new Explanation(
        evaluation,
        Optional.of(evaluation.workload())
            .filter(workload -> !workload.mask().isNone())
            .map(workload -> MaskedTiles.of(evaluation.rated().schedule(), workload)),
        energyParts(now, evaluation.accelerator(), evaluation.workload()),
        first(better),
        first(tooLarge),
        first(smaller));
  }

  /**
   * Joules by part: the counts of the model times the accelerator's figures. Empty if they do not
   * add up to the model's energy because it counts only some of the events.
   */
  private static Map<String, Double> energyParts(
      Cost cost, Accelerator accelerator, AttentionWorkload workload) {
    Counts counts = cost.counts();
    Energy energy = accelerator.energy();
    double word = workload.wordBytes();
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("multiply-accumulates", counts.macs() * energy.macJoules());
    parts.put("registers", counts.registerAccesses() * energy.registerJoulesPerAccess());
    parts.put("softmax lanes", counts.laneOperations() * energy.laneOperationJoules());
    parts.put("on-chip reads", counts.onChipReadWords() * word * energy.onChipReadJoulesPerByte());
    parts.put(
        "on-chip writes", counts.onChipWriteWords() * word * energy.onChipWriteJoulesPerByte());
    parts.put("DRAM reads", counts.dramReadWords() * word * energy.dramReadJoulesPerByte());
    parts.put("DRAM writes", counts.dramWriteWords() * word * energy.dramWriteJoulesPerByte());
    double sum = parts.values().stream().mapToDouble(Double::doubleValue).sum();
    boolean explains = Math.abs(sum - cost.energyJoules()) <= ENERGY_ROUNDING * cost.energyJoules();
    return explains ? Collections.unmodifiableMap(parts) : Map.of();
  }

  private static boolean isBetter(Cost cost, Cost now) {
    if (!now.isFeasible() && cost.isFeasible()) {
      return true;
    }
    double faster = 1 - cost.latencySeconds() / now.latencySeconds();
    double thriftier = 1 - cost.energyJoules() / now.energyJoules();
    return faster > SAME || faster > -SAME && thriftier > SAME;
  }

  /** The fastest alternatives; of several that cost the same, only one. */
  private static List<Alternative> first(List<Alternative> alternatives) {
    Map<Cost, Alternative> distinct = new LinkedHashMap<>();
    alternatives.stream()
        .sorted(FASTEST)
        .forEach(alternative -> distinct.putIfAbsent(alternative.rated().cost(), alternative));
    return distinct.values().stream().limit(MOST).toList();
  }

  private static List<Alternative> alternatives(EvaluationDocument evaluation, CostModel model) {
    List<Alternative> alternatives = new ArrayList<>();
    boolean hasRegisters = evaluation.accelerator().memories().registerBytes() > 0;
    Neighbours.of(evaluation.rated().schedule(), evaluation.workload(), hasRegisters)
        .forEach(
            (change, schedule) -> {
              try {
                alternatives.add(
                    new Alternative(
                        change,
                        RatedSchedule.of(
                            schedule, model, evaluation.accelerator(), evaluation.workload())));
              } catch (InvalidInputException e) {
                // The model does not accept that change.
              }
            });
    return alternatives;
  }

  /** The evaluation as a document, with an additional object {@code explanation}. */
  public ObjectNode toJson() {
    ObjectNode document = evaluation.toJson();
    ObjectNode json = document.putObject("explanation");
    ArrayNode nest = json.putArray("loopNest");
    LoopNestText.of(evaluation.rated().schedule(), evaluation.workload())
        .lines()
        .forEach(nest::add);
    maskedTiles.ifPresent(tiles -> tiles.addTo(json.putObject("mask")));
    ObjectNode parts = json.putObject("energyJoulesByPart");
    energyParts.forEach((part, joules) -> parts.set(part, StrictJson.number(joules)));
    add(json.putArray("better"), better);
    add(json.putArray("tooLarge"), tooLarge);
    add(json.putArray("smaller"), smaller);
    return document;
  }

  private static void add(ArrayNode array, List<Alternative> alternatives) {
    for (Alternative alternative : alternatives) {
      Cost cost = alternative.rated().cost();
      ObjectNode entry = array.addObject().put("change", alternative.change());
      entry.set("latencySeconds", StrictJson.number(cost.latencySeconds()));
      entry.set("energyJoules", StrictJson.number(cost.energyJoules()));
      entry.set("trafficBytes", StrictJson.number(cost.trafficBytes()));
      entry.set("footprintBytes", StrictJson.number(cost.footprintBytes()));
      entry.set("violationBytes", StrictJson.number(cost.violationBytes()));
    }
  }
}
