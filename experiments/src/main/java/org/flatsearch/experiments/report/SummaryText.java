package org.flatsearch.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flatsearch.cost.Cost;
import org.flatsearch.experiments.compare.StrategyComparison;
import org.flatsearch.experiments.definition.Comparison;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.definition.Outline;
import org.flatsearch.experiments.run.CheckedProofs;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.experiments.run.RunRecord;
import org.flatsearch.experiments.run.Session;
import org.flatsearch.experiments.run.WrongProof;
import org.flatsearch.experiments.text.ComparisonText;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.experiments.text.WrongProofText;
import org.flatsearch.spec.AcceleratorFigure;

/**
 * What an experiment found, as a page of Markdown: gains beside published figures, what it takes to
 * use the array, the best schedules of each search metric by metric, and strategies side by side.
 */
public final class SummaryText {
  /**
   * A figure of schedules.
   *
   * @param title what the table is called
   * @param metric the metric of objectives that it is
   * @param text the figure of a cost, with its unit
   */
  private record Figure(String title, String metric, Function<Cost, String> text) {}

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("Latency", "latency", cost -> Units.seconds(cost.latencySeconds())),
          new Figure("Energy", "energy", cost -> Units.joules(cost.energyJoules())),
          new Figure("DRAM traffic", "traffic", cost -> Units.bytes(cost.trafficBytes())),
          new Figure("Footprint", "footprint", cost -> Units.bytes(cost.footprintBytes())),
          new Figure("Utilisation", "utilization", cost -> Units.percent(cost.utilization())));

  private final ExperimentHeader header;
  private final List<RunRecord> runs;
  private final List<WrongProof> wrongProofs;
  private final List<Outcome> outcomes;
  private final StringBuilder text = new StringBuilder();

  private SummaryText(ExperimentHeader header, List<RunRecord> runs) {
    this.header = header;
    CheckedProofs checked = CheckedProofs.of(runs);
    this.runs = checked.runs();
    wrongProofs = checked.wrong();
    outcomes = Outcome.of(this.runs);
  }

  /** The page for these results. */
  public static String of(ExperimentHeader header, List<RunRecord> runs) {
    return new SummaryText(header, runs).page();
  }

  private String page() {
    Outline outline = DefinitionReader.outline(header.definitionText(), header.definitionFile());
    text.append("# ").append(header.name()).append("\n\n");
    text.append(outline.description().replace("<", "&lt;")).append("\n\n").append(provenance());
    wrongProofs.forEach(
        wrong -> text.append("\n**").append(WrongProofText.of(wrong)).append("**\n"));
    gains(outline);
    reach();
    StrategyComparison comparison = StrategyComparison.ofContested(runs);
    if (!comparison.problems().isEmpty()) {
      text.append("\n## Strategies side by side\n\n```text\n")
          .append(ComparisonText.of(comparison))
          .append(ComparisonText.problems(comparison))
          .append("```\n");
    }
    if (!outcomes.isEmpty()) {
      text.append("\n## Best schedules\n\n")
          .append(
              "✓ is proven optimal in its space; a gap is to the proven lower bound of what was")
          .append(" minimised first.\n");
      FIGURES.forEach(this::results);
    }
    return text.toString();
  }

  private String provenance() {
    Session session = header.sessions().get(header.sessions().size() - 1);
    return Units.count(runs.size())
        + " of "
        + Units.plural(header.runs(), "run")
        + " of `"
        + header.definitionFile()
        + "` (SHA-256 "
        + header.definitionHash().substring(0, 12)
        + "…), "
        + Units.seconds(runs.stream().mapToDouble(RunRecord::cpuSeconds).sum())
        + " of processor time; "
        + session.version()
        + ", "
        + header.modelsWithVersions().stream()
            .map(model -> model + ", ")
            .collect(Collectors.joining())
        + session.started()
        + ", "
        + session.system()
        + ", "
        + session.executor()
        + ".\n";
  }

  private void gains(Outline outline) {
    List<Gains> all = Gains.of(outline.comparisons(), outcomes);
    if (all.isEmpty()) {
      return;
    }
    text.append("\n## Geometric means over workloads, beside what is published\n\n");
    row(
        List.of(
            "comparison",
            "accelerator",
            "here",
            "workloads",
            "from",
            "to",
            "published, its origin, and why it differs"));
    text.append("| --- | --- | ---: | ---: | ---: | ---: | --- |\n");
    for (Gains gains : all) {
      Comparison comparison = gains.comparison();
      row(
          List.of(
              comparison.name()
                  + " ("
                  + gains.of()
                  + " over "
                  + comparison.against()
                  + ", "
                  + comparison.metric()
                  + ")",
              gains.accelerator(),
              times(gains.geometricMean()),
              Integer.toString(gains.workloads()),
              times(gains.smallest()),
              times(gains.largest()),
              published(comparison, gains.accelerator())));
    }
  }

  private static String published(Comparison comparison, String accelerator) {
    return comparison.published().stream()
        .filter(claim -> claim.accelerator().equals(accelerator))
        .map(
            claim ->
                "**"
                    + times(claim.value())
                    + "** "
                    + (claim.origin() + (claim.note().isEmpty() ? "" : ": " + claim.note()))
                        .replace("<", "&lt;"))
        .collect(Collectors.joining("<br>"));
  }

  private void reach() {
    Map<AcceleratorFigure, List<Reach>> byFigure =
        Reach.of(header, outcomes).stream()
            .collect(Collectors.groupingBy(Reach::figure, LinkedHashMap::new, Collectors.toList()));
    byFigure.forEach(this::reach);
  }

  private void reach(AcceleratorFigure figure, List<Reach> reaches) {
    text.append("\n## The least `")
        .append(figure.path())
        .append("` of those tried for ")
        .append(Units.percent(Reach.ENOUGH))
        .append(" utilisation\n\n");
    List<String> series = reaches.stream().map(Reach::series).distinct().toList();
    header(List.of("accelerator", "workload"), series);
    Map<List<String>, Map<String, Reach>> rows = new LinkedHashMap<>();
    for (Reach reach : reaches) {
      rows.computeIfAbsent(
              List.of(reach.accelerator(), reach.workload()), key -> new LinkedHashMap<>())
          .put(reach.series(), reach);
    }
    rows.forEach(
        (target, bySeries) -> {
          List<String> cells = new ArrayList<>(target);
          series.forEach(
              name -> cells.add(bySeries.containsKey(name) ? need(bySeries.get(name)) : ""));
          row(cells);
        });
  }

  private static String need(Reach reach) {
    OptionalDouble least = reach.least();
    if (least.isPresent()) {
      boolean bytes = reach.figure() == AcceleratorFigure.BUFFER_BYTES;
      boolean lanes = reach.figure() == AcceleratorFigure.LANES;
      double value = least.getAsDouble();
      return (value == reach.leastTried() ? "≤ " : "")
          + (bytes
              ? Units.bytes(value)
              : lanes ? Units.digits(value) : Units.bytesPerSecond(value));
    }
    return reach.mostUtilization() == 0
        ? "nothing fits"
        : "none, at most " + Units.percent(reach.mostUtilization());
  }

  private void results(Figure figure) {
    text.append("\n### ").append(figure.title()).append("\n\n");
    Set<String> series = new LinkedHashSet<>();
    Map<List<String>, Map<String, Outcome>> rows = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      String name = outcome.series();
      series.add(name);
      rows.computeIfAbsent(
              List.of(outcome.best().accelerator(), outcome.best().workload()),
              key -> new LinkedHashMap<>())
          .put(name, outcome);
    }
    header(List.of("accelerator", "workload"), List.copyOf(series));
    rows.forEach(
        (target, bySeries) -> {
          List<String> cells = new ArrayList<>(target);
          series.forEach(
              name ->
                  cells.add(bySeries.containsKey(name) ? cell(bySeries.get(name), figure) : ""));
          row(cells);
        });
  }

  private static String cell(Outcome outcome, Figure figure) {
    if (!outcome.best().isFeasible()) {
      return "does not fit";
    }
    String value = figure.text().apply(outcome.best().best().orElseThrow().cost());
    if (outcome.proven()) {
      return value + " ✓";
    }
    boolean minimised = outcome.best().objective().get(0).equals(figure.metric());
    return !minimised || Double.isNaN(outcome.gap())
        ? value
        : value + " (gap " + Units.percent(outcome.gap()) + ")";
  }

  private void header(List<String> left, List<String> right) {
    List<String> names = new ArrayList<>(left);
    names.addAll(right);
    row(names);
    text.append("|").append(" --- |".repeat(left.size()));
    text.append(" ---: |".repeat(right.size())).append('\n');
  }

  private void row(List<String> cells) {
    text.append("| ");
    text.append(cells.stream().map(SummaryText::inCell).collect(Collectors.joining(" | ")));
    text.append(" |\n");
  }

  /** Names and origins are the user's: none of them ends a cell or a row. */
  private static String inCell(String cell) {
    return cell.replace("|", "\\|").replaceAll("\\R", " ");
  }

  private static String times(double factor) {
    return Units.digits(factor) + "×";
  }
}
