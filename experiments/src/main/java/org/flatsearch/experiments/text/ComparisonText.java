package org.flatsearch.experiments.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flatsearch.experiments.compare.AnytimeRun;
import org.flatsearch.experiments.compare.ComparedProblem;
import org.flatsearch.experiments.compare.Contender;
import org.flatsearch.experiments.compare.Ecdf;
import org.flatsearch.experiments.compare.PairwiseTest;
import org.flatsearch.experiments.compare.Quartiles;
import org.flatsearch.experiments.compare.Reference;
import org.flatsearch.experiments.compare.StrategyComparison;
import org.flatsearch.experiments.compare.Targets;
import org.flatsearch.experiments.record.ProblemKey;
import org.flatsearch.experiments.record.RunRecord;

/** A comparison of strategies as tables. */
public final class ComparisonText {
  private ComparisonText() {}

  /** The tables over all problems. */
  public static String of(StrategyComparison comparison) {
    return head(comparison)
        + "\nRuns that reach a target (multiples of the reference), and final gaps\n"
        + targets(comparison)
        + "\nExpected evaluations to a target (ERT), and those of a whole run (median)\n"
        + effort(
            comparison,
            Targets::evaluations,
            ComparisonText::evaluations,
            contender -> evaluations(comparison.evaluations(contender).median()))
        + "\nThe same in processor time, and that of a whole run\n"
        + effort(
            comparison,
            Targets::cpuSeconds,
            ComparisonText::seconds,
            contender -> seconds(comparison.cpuSeconds(contender).median()))
        + "\nShare of all targets of all runs that is reached within so many evaluations (ECDF)\n"
        + reachedWithin(comparison, comparison.evaluationsToTargets(), ComparisonText::evaluations)
        + "\nThe same within so much processor time\n"
        + reachedWithin(comparison, comparison.cpuSecondsToTargets(), ComparisonText::seconds)
        + pairs(comparison);
  }

  private static String head(StrategyComparison comparison) {
    List<RunRecord> runs =
        comparison.problems().stream()
            .flatMap(problem -> problem.runs().values().stream())
            .flatMap(List::stream)
            .map(AnytimeRun::record)
            .toList();
    String references =
        comparison.references().entrySet().stream()
            .map(entry -> entry.getKey().text() + " of " + entry.getValue())
            .collect(Collectors.joining(", "));
    StringBuilder text =
        new StringBuilder(
            "%s of %s on %s\nReferences: %s\n"
                .formatted(
                    Units.plural(runs.size(), "run"),
                    Units.plural(comparison.lineUp().contenders().size(), "strategy"),
                    Units.plural(comparison.problems().size(), "problem"),
                    references));
    DefectText.of(comparison.wrongProofs()).forEach(line -> text.append(line).append('\n'));
    comparison.remarks().forEach(s -> text.append(s).append('\n'));
    return text.toString();
  }

  /** A line for each strategy, below a heading. */
  private static String table(
      StrategyComparison comparison,
      List<String> heading,
      Function<Contender, Stream<String>> cells) {
    Columns columns = new Columns("l" + "r".repeat(heading.size()));
    columns.row(Stream.concat(Stream.of("strategy"), heading.stream()).toList());
    for (Contender contender : comparison.lineUp().contenders()) {
      String name = comparison.lineUp().name(contender);
      columns.row(Stream.concat(Stream.of(name), cells.apply(contender)).toList());
    }
    return columns.text("  ");
  }

  private static List<String> heading(List<String> before, List<String> after) {
    List<String> heading = new ArrayList<>(before);
    Targets.FACTORS.forEach(factor -> heading.add("×" + Units.digits(factor)));
    heading.addAll(after);
    return heading;
  }

  private static String targets(StrategyComparison comparison) {
    return table(
        comparison,
        heading(List.of("runs"), List.of("gap: lower", "median", "upper")),
        contender -> {
          Targets targets = comparison.targets(contender);
          List<String> row = new ArrayList<>(List.of(Units.count(targets.runs())));
          for (int k = 0; k < Targets.FACTORS.size(); k++) {
            row.add(percent(targets.successRate(k)));
          }
          row.addAll(gaps(comparison.finalGaps(contender)));
          return row.stream();
        });
  }

  private static List<String> gaps(Quartiles gaps) {
    return List.of(gap(gaps.lower()), gap(gaps.median()), gap(gaps.upper()));
  }

  private static String effort(
      StrategyComparison comparison,
      Function<Targets, List<Double>> efforts,
      DoubleFunction<String> text,
      Function<Contender, String> wholeRun) {
    return table(
        comparison,
        heading(List.of(), List.of("whole run")),
        contender ->
            Stream.concat(
                efforts.apply(comparison.targets(contender)).stream().map(text::apply),
                Stream.of(wholeRun.apply(contender))));
  }

  private static String reachedWithin(
      StrategyComparison comparison,
      Map<Contender, Ecdf> distributions,
      DoubleFunction<String> text) {
    List<Double> costs = Ecdf.decades(distributions.values());
    return table(
        comparison,
        costs.stream().map(text::apply).toList(),
        contender ->
            costs.stream().map(cost -> percent(distributions.get(contender).within(cost))));
  }

  private static String pairs(StrategyComparison comparison) {
    List<PairwiseTest> tests = tests(comparison);
    if (tests.isEmpty()) {
      String notes = pairNotes(comparison);
      return notes.isEmpty() ? "" : "\nNo pairs are tested. " + notes;
    }
    Columns columns = new Columns("lrrrr");
    columns.row("pair", "better", "worse", "A12", "p");
    for (PairwiseTest test : tests) {
      columns.row(
          comparison.lineUp().name(test.first()) + " / " + comparison.lineUp().name(test.second()),
          test.problems().isEmpty() ? "-" : test.wins() + " of " + test.problems().size(),
          test.problems().isEmpty() ? "-" : test.losses() + " of " + test.problems().size(),
          test.medianA12().isPresent() ? decimals(test.medianA12().getAsDouble()) : "-",
          test.overAll().isPresent() ? pValue(test.overAll().get().pValue()) : "-");
    }
    return "\nPairs: problems in which the first is significantly better or worse (Mann-Whitney U,"
        + " Holm, 5%), median\neffect size A12 (0.5: no difference, 1: the first always better), p"
        + " over all problems (Wilcoxon, Holm);\nall metrics of the objective count, for p only the"
        + " first: it ranks median gaps\n"
        + columns.text("  ")
        + pairNotes(comparison);
  }

  private static List<PairwiseTest> tests(StrategyComparison comparison) {
    return comparison.tests().stream()
        .filter(test -> !test.problems().isEmpty() || test.overAll().isPresent())
        .toList();
  }

  /** Why no difference at all can be significant, where that is so: a line, or nothing. */
  public static String pairNotes(StrategyComparison comparison) {
    int strategies = 0;
    int runs = 0;
    for (ComparedProblem problem : comparison.problems()) {
      strategies = Math.max(strategies, problem.runs().size());
      for (List<AnytimeRun> of : problem.runs().values()) {
        runs = Math.max(runs, of.size());
      }
    }
    int enough = PairwiseTest.fewestRuns(strategies * (strategies - 1) / 2);
    return strategies < 2 || runs >= enough
        ? ""
        : "With so few runs no difference between so many pairs can be significant: take "
            + enough
            + " seeds or more.\n";
  }

  /** A table for each problem. */
  public static String problems(StrategyComparison comparison) {
    StringBuilder text = new StringBuilder();
    for (ComparedProblem problem : comparison.problems()) {
      text.append("\n%s\n  reference: %s\n".formatted(name(problem.key()), reference(problem)));
      Columns columns = new Columns("lrrrr");
      columns.row("strategy", "runs", "gap: lower", "median", "upper");
      problem
          .runs()
          .forEach(
              (contender, runs) -> {
                List<String> row = new ArrayList<>();
                row.add(comparison.lineUp().name(contender));
                row.add(Units.count(runs.size()));
                row.addAll(gaps(Quartiles.of(problem.finalGaps(contender))));
                columns.row(row);
              });
      text.append(columns.text("  "));
    }
    return text.toString();
  }

  private static String reference(ComparedProblem problem) {
    Reference reference = problem.reference();
    return reference.kind() == Reference.Kind.NONE
        ? "none, as no run found a schedule that fits"
        : reference.kind().text()
            + ", "
            + Units.metric(problem.key().objective().metrics().get(0), reference.value());
  }

  /** A problem in one line. */
  public static String name(ProblemKey key) {
    String restrictions =
        key.restrictions().isEmpty() ? "" : ", " + String.join(", ", key.restrictions());
    return "%s × %s (%s %s%s, %s)"
        .formatted(
            key.accelerator(),
            key.workload(),
            key.model(),
            key.space(),
            restrictions,
            ObjectiveText.of(key.objective(), " then "));
  }

  /** In whole percent; 0% and 100% are exact. */
  private static String percent(double fraction) {
    if (fraction > 0 && fraction < 0.005) {
      return "<1%";
    }
    if (fraction < 1 && fraction >= 0.995) {
      return ">99%";
    }
    return String.format(Locale.ROOT, "%.0f%%", 100 * fraction);
  }

  private static String decimals(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String evaluations(double ert) {
    return Double.isInfinite(ert) ? "-" : Units.count(Math.round(ert));
  }

  private static String seconds(double ert) {
    return Double.isInfinite(ert) ? "-" : Units.seconds(ert);
  }

  private static String gap(double gap) {
    if (Double.isInfinite(gap)) {
      return "none fits";
    }
    return gap > 0 && gap < 5e-5 ? "<0.01%" : Units.hundredths(gap);
  }

  private static String pValue(double p) {
    return p < 0.001 ? "<0.001" : String.format(Locale.ROOT, "%.3f", p);
  }
}
