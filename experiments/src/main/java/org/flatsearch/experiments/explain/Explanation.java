package org.flatsearch.experiments.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostFigure;
import org.flatsearch.cost.CostModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.results.LoopNestText;
import org.flatsearch.results.RatedSchedule;

/**
 * Why a schedule costs what it costs, and what a lower cost would take.
 *
 * @param evaluation the schedule and its cost
 * @param maskedTiles what the mask leaves of the tiles; empty without a mask
 * @param better changes that fit and make the schedule faster, or equally fast with less energy; if
 *     it does not fit, all changes that make it fit
 * @param tooLarge changes that would be better if the buffer were larger
 * @param smaller changes that need less buffer, at a price
 */
public record Explanation(
    EvaluationDocument evaluation,
    Optional<MaskedTiles> maskedTiles,
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
        first(better),
        first(tooLarge),
        first(smaller));
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
    add(json.putArray("better"), better);
    add(json.putArray("tooLarge"), tooLarge);
    add(json.putArray("smaller"), smaller);
    return document;
  }

  private static void add(ArrayNode array, List<Alternative> alternatives) {
    for (Alternative alternative : alternatives) {
      Cost cost = alternative.rated().cost();
      ObjectNode entry = array.addObject().put("change", alternative.change());
      for (CostFigure figure : EvaluationDocument.FIGURES_OF_CHANGES) {
        entry.set(figure.jsonName(), StrictJson.number(cost.value(figure)));
      }
    }
  }
}
