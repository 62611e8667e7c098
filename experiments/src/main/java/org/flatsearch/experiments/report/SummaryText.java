package org.flatsearch.experiments.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flatsearch.cost.Cost;
import org.flatsearch.experiments.compare.StrategyComparison;
import org.flatsearch.experiments.definition.Comparison;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.definition.Outline;
import org.flatsearch.experiments.kernel.Variant;
import org.flatsearch.experiments.record.CheckedProofs;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.record.WrongProof;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.experiments.run.Session;
import org.flatsearch.experiments.text.ComparisonText;
import org.flatsearch.experiments.text.CostText;
import org.flatsearch.experiments.text.DefectText;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.spec.AcceleratorFigure;

/**
 * The findings of an experiment as a page of Markdown: gains next to published figures, what it
 * takes to use the array well, strategies side by side, and the best schedules metric by metric.
 */
public final class SummaryText {
  /**
   * A figure of schedules that has a table of its own.
   *
   * @param title the heading of the table
   * @param metric the name of the figure in objectives
   * @param text formats the figure of a cost, with its unit
   */
  private record Figure(String title, String metric, Function<Cost, String> text) {}

  private static final String PUBLISHED = "published, its origin, and why it differs";

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("Latency", "latency", cost -> Units.seconds(cost.latencySeconds())),
          new Figure("Energy", "energy", cost -> Units.joules(cost.energyJoules())),
          new Figure(
              "Energy-delay product", "edp", cost -> Units.metric("edp", cost.edpJouleSeconds())),
          new Figure("DRAM traffic", "traffic", cost -> Units.bytes(cost.trafficBytes())),
          new Figure("Footprint", "footprint", cost -> Units.bytes(cost.footprintBytes())),
          new Figure("Utilisation", "utilization", cost -> Units.percent(cost.utilization())));

  private final ExperimentHeader header;
  private final List<RunRecord> runs;
  private final List<WrongProof> wrongProofs;
  private final List<BestRun> bestRuns;
  private final StringBuilder text = new StringBuilder();

  private SummaryText(ExperimentHeader header, List<RunRecord> runs) {
    this.header = header;
    CheckedProofs checked = CheckedProofs.of(runs);
    this.runs = checked.runs();
    wrongProofs = checked.wrong();
    bestRuns = BestRun.of(this.runs);
  }

  /** The page for these results. */
  public static String of(ExperimentHeader header, List<RunRecord> runs) {
    return new SummaryText(header, runs).page();
  }

  private String page() {
    Outline outline = DefinitionReader.outline(header.definitionText(), header.definitionFile());
    text.append("# ").append(escape(header.name())).append("\n\n");
    if (!outline.description().isEmpty()) {
      text.append(escape(outline.description())).append("\n\n");
    }
    text.append(escape(provenance()));
    PreviewNote.of(header, outline, runs).ifPresent(note -> text.append(paragraph(escape(note))));
    DefectText.of(wrongProofs).forEach(line -> text.append("\n**").append(line).append("**\n"));
    gains(outline);
    requirements();
    StrategyComparison comparison = StrategyComparison.ofContested(runs);
    if (!comparison.problems().isEmpty()) {
      text.append("\n## Strategies side by side\n\n```text\n")
          .append(ComparisonText.of(comparison))
          .append(ComparisonText.problems(comparison))
          .append("```\n");
    }
    blocks();
    if (!bestRuns.isEmpty()) {
      text.append("\n## Best schedules\n\n")
          .append(
              "✓ is proven optimal in its space, for its objective; gaps are to the proven lower"
                  + " bound in the first metric, so a gap of 0 says nothing about the others.\n")
          .append(paragraph(ReplayNote.of(bestRuns)));
      FIGURES.stream().filter(this::isOfInterest).forEach(this::results);
      results("Bound by", best -> CostText.name(best.cost().bound()));
    }
    return text.toString();
  }

  /** The table of tiles that kernels read. */
  private void blocks() {
    List<KernelBlocks> all = KernelBlocks.of(header, bestRuns);
    if (!all.isEmpty()) {
      text.append("\n## The best blocks of each kernel\n\n");
      table(
          all,
          each -> List.of(each.best().run().accelerator(), each.best().run().workload()),
          each -> each.best().series(),
          each ->
              Variant.text(each.chosen().parameters())
                  + ": "
                  + Units.seconds(each.best().cost().latencySeconds()));
    }
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
    List<Gains> all = Gains.of(outline.comparisons(), bestRuns);
    if (all.isEmpty()) {
      return;
    }
    boolean published = all.stream().anyMatch(gains -> !gains.published().isEmpty());
    text.append("\n## Geometric means over workloads")
        .append(published ? ", next to published values" : "")
        .append("\n\n");
    Stream<String> header =
        Stream.of("comparison", "accelerator", "here", "workloads", "from", "to");
    row(published ? Stream.concat(header, Stream.of(PUBLISHED)) : header);
    text.append("| --- | --- | ---: | ---: | ---: | ---: |").append(published ? " --- |\n" : "\n");
    for (Gains gains : all) {
      Stream<String> cells = cells(gains);
      row(published ? Stream.concat(cells, Stream.of(published(gains))) : cells);
    }
    text.append(paragraph(Gains.note(all)));
  }

  private static Stream<String> cells(Gains gains) {
    Comparison comparison = gains.comparison();
    return Stream.of(
        "%s (%s over %s, %s)"
            .formatted(
                comparison.name(), gains.series(), comparison.against(), comparison.metric()),
        gains.accelerator(),
        times(gains.geometricMean()),
        Integer.toString(gains.workloads()),
        times(gains.smallest()),
        times(gains.largest()));
  }

  /** Text that no reader of Markdown takes for HTML. */
  private static String escape(String text) {
    return text.replace("<", "&lt;");
  }

  private static String published(Gains gains) {
    return gains.published().stream()
        .map(
            claim ->
                "**"
                    + times(claim.value())
                    + "** "
                    + escape(claim.origin() + (claim.note().isEmpty() ? "" : ": " + claim.note())))
        .collect(Collectors.joining("<br>"));
  }

  private void requirements() {
    Map<AcceleratorFigure, List<Requirement>> byFigure =
        Requirement.of(header, bestRuns).stream()
            .collect(
                Collectors.groupingBy(
                    Requirement::figure, LinkedHashMap::new, Collectors.toList()));
    byFigure.forEach(this::requirements);
  }

  private void requirements(AcceleratorFigure figure, List<Requirement> requirements) {
    text.append("\n## The least `")
        .append(figure.path())
        .append("` of those tried for ")
        .append(Units.percent(Requirement.ENOUGH))
        .append(" utilisation\n\n");
    table(
        requirements,
        each -> List.of(each.accelerator(), each.workload()),
        Requirement::series,
        SummaryText::need);
  }

  private static String need(Requirement requirement) {
    OptionalDouble least = requirement.least();
    if (least.isPresent()) {
      boolean bytes = requirement.figure() == AcceleratorFigure.BUFFER_BYTES;
      boolean lanes = requirement.figure() == AcceleratorFigure.LANES;
      double value = least.getAsDouble();
      return (value == requirement.leastTried() ? "≤ " : "")
          + (bytes
              ? Units.bytes(value)
              : lanes ? Units.digits(value) : Units.bytesPerSecond(value));
    }
    return requirement.mostUtilization() == 0
        ? "nothing fits"
        : "none, at most " + Units.percent(requirement.mostUtilization());
  }

  /**
   * Whether a figure has a table: energy only if an accelerator states it, and the energy-delay
   * product only if a search minimised it.
   */
  private boolean isOfInterest(Figure figure) {
    return switch (figure.metric()) {
      case "energy" -> bestRuns.stream().anyMatch(best -> best.cost().energyJoules() > 0);
      case "edp" ->
          bestRuns.stream()
              .anyMatch(best -> best.run().setting().objective().metrics().contains("edp"));
      default -> true;
    };
  }

  private static String paragraph(String text) {
    return text.isEmpty() ? "" : "\n" + text + "\n";
  }

  private void results(Figure figure) {
    results(figure.title(), best -> cell(best, figure));
  }

  private void results(String title, Function<BestRun, String> cell) {
    text.append("\n### ").append(title).append("\n\n");
    table(
        bestRuns,
        best -> List.of(best.run().accelerator(), best.run().workload()),
        BestRun::series,
        best -> best.run().isFeasible() ? cell.apply(best) : "does not fit");
  }

  private static String cell(BestRun best, Figure figure) {
    String value = figure.text().apply(best.cost());
    if (best.proven()) {
      return value + " ✓";
    }
    boolean minimised = best.run().setting().objective().metrics().get(0).equals(figure.metric());
    return !minimised || Double.isNaN(best.gap())
        ? value
        : value + " (gap " + (best.gap() == 0 ? "0" : Units.percent(best.gap())) + ")";
  }

  /** Appends a table with a row for each accelerator and workload, and a column for each series. */
  private <T> void table(
      List<T> all,
      Function<T, List<String>> target,
      Function<T, String> series,
      Function<T, String> cell) {
    List<String> columns = all.stream().map(series).distinct().toList();
    Map<List<String>, Map<String, String>> rows = new LinkedHashMap<>();
    for (T each : all) {
      rows.computeIfAbsent(target.apply(each), key -> new HashMap<>())
          .put(series.apply(each), cell.apply(each));
    }
    row(Stream.concat(Stream.of("accelerator", "workload"), columns.stream()));
    text.append("| --- | --- |").append(" ---: |".repeat(columns.size())).append('\n');
    rows.forEach(
        (names, bySeries) -> {
          List<String> cells = new ArrayList<>(names);
          columns.forEach(name -> cells.add(bySeries.getOrDefault(name, "")));
          row(cells.stream());
        });
  }

  private void row(Stream<String> cells) {
    text.append("| ");
    text.append(cells.map(SummaryText::inCell).collect(Collectors.joining(" | ")));
    text.append(" |\n");
  }

  /**
   * Keeps a text of the user, such as a name or an origin, from ending a cell or a row, and from
   * being taken for HTML. A comparison, as of a restriction, stays as it is.
   */
  private static String inCell(String cell) {
    return cell.replace("\\", "\\\\")
        .replace("|", "\\|")
        .replaceAll("\\R", " ")
        .replaceAll("<(?!br>)(?=[A-Za-z/!?])", "&lt;");
  }

  private static String times(double factor) {
    return Units.digits(factor) + "×";
  }
}
