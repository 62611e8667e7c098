package org.flatsearch.experiments.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.EnergyPart;
import org.flatsearch.experiments.explain.Explanation;
import org.flatsearch.experiments.explain.Explanation.Alternative;
import org.flatsearch.experiments.explain.MaskedTiles;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.AttentionWorkload;

/**
 * An explanation as text: where tensors live, cost by part, what binds, what other choices would
 * change.
 */
public final class ExplanationText {
  private static final String INDENT = "  ";

  private ExplanationText() {}

  /**
   * The text of an explanation.
   *
   * @param notes what to know of its figures, a line each
   */
  public static String of(Explanation explanation, List<String> notes) {
    EvaluationDocument evaluation = explanation.evaluation();
    Cost cost = evaluation.rated().cost();
    return EvaluationText.target(evaluation, notes)
        + "\n"
        + EvaluationText.schedule(
            evaluation.rated().schedule(), evaluation.workload(), evaluation.accelerator())
        + explanation.maskedTiles().map(tiles -> mask(tiles, evaluation.workload())).orElse("")
        + "\nWhere tensors live, and how often each word crosses the DRAM interface\n"
        + homes(evaluation.rated(), evaluation.workload())
        + "\nBuffer of "
        + Units.bytes(evaluation.accelerator().bufferBytes())
        + "\n"
        + buffer(cost, evaluation.accelerator().bufferBytes())
        + "\nCost\n"
        + CostText.figures(cost, evaluation.accelerator())
        + "\nEnergy\n"
        + energy(cost)
        + "\n"
        + CostText.binds(cost)
        + "\n"
        + CostText.busy(cost)
        + binding(cost)
        + alternatives(explanation);
  }

  /** Which tiles are live, and what tiles of other sizes would execute. */
  private static String mask(MaskedTiles tiles, AttentionWorkload workload) {
    Columns sizes = new Columns("lrrr");
    List<String> header = new ArrayList<>(List.of("rows \\ keys"));
    Map<Integer, List<String>> lines = new LinkedHashMap<>();
    for (MaskedTiles.Size size : tiles.sizes()) {
      String keys = Integer.toString(size.keyTile());
      if (!header.contains(keys)) {
        header.add(keys);
      }
      lines
          .computeIfAbsent(size.rowTile(), row -> new ArrayList<>(List.of(row.toString())))
          .add(Units.times((double) size.executedLogits() / tiles.usefulLogits()));
    }
    sizes.row(header);
    lines.values().forEach(sizes::row);
    return "\nTiles of %s x %s under mask %s: # visible, + in part, . skipped\n"
            .formatted(
                Units.plural(tiles.rowTile(), "row"),
                Units.plural(tiles.keyTile(), "key"),
                workload.mask())
        + String.join("\n", tiles.map()).indent(INDENT.length())
        + INDENT
        + "%s logits are executed, %s are visible: %s\n"
            .formatted(
                Units.count(tiles.executedLogits()),
                Units.count(tiles.usefulLogits()),
                Units.times((double) tiles.executedLogits() / tiles.usefulLogits()))
        + "\nExecuted over visible logits by size of tiles\n"
        + sizes.text(INDENT);
  }

  private static String homes(RatedSchedule rated, AttentionWorkload workload) {
    AttentionSchedule schedule = rated.schedule();
    Columns columns = new Columns("llrrr");
    columns.row("tensor", "home", "size", "traffic", "per word");
    for (Map.Entry<Tensor, Residency> entry : schedule.residency().entrySet()) {
      Tensor tensor = entry.getKey();
      double size = size(tensor, workload);
      double traffic = rated.cost().trafficBytesByTensor().getOrDefault(tensor, 0.0);
      columns.row(
          tensor.jsonName(),
          home(entry.getValue()),
          Units.bytes(size),
          traffic == 0 ? "-" : Units.bytes(traffic),
          traffic == 0 ? "never" : Units.times(traffic / size));
    }
    return columns.text(INDENT);
  }

  private static String home(Residency residency) {
    return switch (residency.place()) {
      case ARRAY -> "streamed past the buffer";
      case KEYS -> "in the tile of K";
      case BUFFER, STEP, REGISTERS ->
          "%s, inside the %s loop, %s"
              .formatted(
                  residency.place() == Residency.Place.REGISTERS ? "registers" : "buffer",
                  residency.insideName(),
                  Units.plural(residency.slots(), "slot"));
    };
  }

  private static double size(Tensor tensor, AttentionWorkload workload) {
    double words = 1;
    for (Dimension dimension : Dimension.values()) {
      if (tensor.isIndexedBy(dimension)) {
        words *= Extents.of(workload, dimension);
      }
    }
    return words
        * switch (tensor) {
          case Q -> workload.bytes().q();
          case K -> workload.bytes().k();
          case V -> workload.bytes().v();
          case O -> workload.bytes().o();
          default -> workload.logitBytes();
        };
  }

  private static String buffer(Cost cost, double capacity) {
    Columns columns = new Columns("lrrl");
    cost.footprintBytesByTensor().entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .sorted(Map.Entry.<Tensor, Double>comparingByValue(Comparator.reverseOrder()))
        .forEach(
            entry ->
                columns.row(
                    entry.getKey().jsonName(),
                    Units.bytes(entry.getValue()),
                    Units.percent(entry.getValue() / capacity),
                    CostText.bar(entry.getValue() / capacity)));
    double free = capacity - cost.footprintBytes();
    columns.row(
        free >= 0 ? "free" : "too much",
        Units.bytes(Math.abs(free)),
        Units.percent(Math.abs(free) / capacity),
        "");
    return columns.text(INDENT);
  }

  private static String energy(Cost cost) {
    if (cost.energyJoules() == 0) {
      return INDENT + "The accelerator gives no energy figure for the events counted here.\n";
    }
    Columns columns = new Columns("lrrl");
    double sum = 0;
    for (Map.Entry<EnergyPart, Double> part : cost.energyJoulesByPart().entrySet()) {
      double share = part.getValue() / cost.energyJoules();
      sum += share;
      columns.row(
          part.getKey().jsonName(),
          Units.joules(part.getValue()),
          Units.percent(share),
          CostText.bar(share));
    }
    return sum == 0
        ? INDENT + "The model gives the sum only: " + Units.joules(cost.energyJoules()) + "\n"
        : columns.text(INDENT);
  }

  private static String binding(Cost cost) {
    Bound binds = CostText.binding(cost);
    double binding = cost.busySeconds().getOrDefault(binds, 0.0);
    if (binding == 0) {
      return "";
    }
    String busy = INDENT + "It is busy " + Units.percent(binding / cost.latencySeconds());
    if (CostText.waits(cost)) {
      return busy + " of the time, no part more than that: parts wait for each other.\n";
    }
    Map.Entry<Bound, Double> next =
        cost.busySeconds().entrySet().stream()
            .filter(entry -> entry.getKey() != binds)
            .max(Map.Entry.comparingByValue())
            .orElseThrow();
    // Only a bound: parts that are busy at different times overlap as little as before.
    String then =
        "; were it faster, the schedule would still take at least %s, for the %s"
            .formatted(Units.seconds(next.getValue()), CostText.name(next.getKey()));
    return busy + " of the time" + (next.getValue() > 0 ? then : "") + ".\n";
  }

  private static String alternatives(Explanation explanation) {
    Cost now = explanation.evaluation().rated().cost();
    String better =
        now.isFeasible() ? "Changes that improve the schedule" : "Changes that make it fit";
    String none =
        "\nNone of the changes tried "
            + (now.isFeasible() ? "is better" : "makes it fit")
            + ": where one tensor is held, its slots, a tile halved or doubled, a stationarity.\n";
    return table(better, explanation.better(), now)
        + table(
            "Changes that would improve the schedule but do not fit the buffer",
            explanation.tooLarge(),
            now)
        + table("Changes that save buffer, and what they cost", explanation.smaller(), now)
        + (explanation.better().isEmpty() ? none : "");
  }

  private static String table(String title, List<Alternative> alternatives, Cost now) {
    if (alternatives.isEmpty()) {
      return "";
    }
    Columns columns = new Columns("lrrrr");
    columns.row("change", "latency", "energy", "traffic", "footprint");
    for (Alternative alternative : alternatives) {
      Cost cost = alternative.rated().cost();
      columns.row(
          alternative.change(),
          Units.change(cost.latencySeconds(), now.latencySeconds()),
          Units.change(cost.energyJoules(), now.energyJoules()),
          Units.change(cost.trafficBytes(), now.trafficBytes()),
          Units.bytes(cost.footprintBytes()));
    }
    return "\n" + title + "\n" + columns.text(INDENT);
  }
}
