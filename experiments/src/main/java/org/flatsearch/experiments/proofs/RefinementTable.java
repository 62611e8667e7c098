package org.flatsearch.experiments.proofs;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.commons.statistics.descriptive.Mean;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.command.OptionRules;
import org.flatsearch.experiments.command.ShippedOptions;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.experiments.search.ScheduleRefinement;
import org.flatsearch.experiments.search.ScheduleReplay;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.goal.Budget;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.results.catalogue.CatalogueDocument;
import org.flatsearch.results.catalogue.CatalogueEntry;
import org.flatsearch.results.catalogue.CatalogueObjective;
import org.flatsearch.results.catalogue.ScheduleCatalogue;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.spec.Accelerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures what {@code search --refine} gains: replays the schedules of the catalogue, which a
 * search by {@code loopnest} found, refines them, and prints a Markdown table. One thread; not part
 * of any build:
 *
 * <pre>{@code
 * mvn -q compile exec:java \
 *     -Dexec.mainClass=org.flatsearch.experiments.proofs.RefinementTable
 * }</pre>
 */
@Command(
    name = "RefinementTable",
    description = "Prints what refinement under the walker gains, as Markdown.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class RefinementTable implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ShippedOptions shipped;

  @Option(
      names = "--replays",
      paramLabel = "N",
      defaultValue = "1500",
      description = "At most N replays per refinement; 1500 by default.")
  private int replays;

  private final CostModel walker = CostModels.named(WalkModel.NAME);

  /** Prints the table and ends the process. */
  public static void main(String[] args) {
    TableProgram.run(new RefinementTable(), args);
  }

  /** The figures of some entries: before and after, and how long it took. */
  private static final class Row {
    private final List<double[]> entries = new ArrayList<>();
    private double seconds;

    void add(Verification before, Verification after) {
      entries.add(
          new double[] {
            before.gap().orElse(0), after.gap().orElse(0), waiting(before), waiting(after)
          });
    }

    void addAll(Row other) {
      entries.addAll(other.entries);
      seconds += other.seconds;
    }

    /** The part of the walker's latency that the model of the search leaves out. */
    private static double waiting(Verification verification) {
      Replay first = verification.replays().get(0);
      return 1 - first.searched().latencySeconds() / first.replayed().latencySeconds();
    }

    String text(String name) {
      StringBuilder line = new StringBuilder("| " + name + " | " + entries.size());
      for (int column = 0; column < 4; column++) {
        int figure = column;
        double[] values = entries.stream().mapToDouble(entry -> entry[figure]).toArray();
        line.append(" | ").append(Units.percent(Mean.of(values).getAsDouble()));
      }
      return line + " | " + Units.seconds(seconds / entries.size()) + " |";
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    OptionRules.requireAtLeast("--replays", replays, 1);
    out.printf(
        Locale.ROOT,
        "%s, objective latency, %d replays, seed 1%n%n",
        TableProgram.whatFiguresDependOn(),
        replays);
    out.println(
        "| accelerator | schedules | walk above the proven bound | refined"
            + " | left out by loopnest | refined | time each |");
    out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    Row all = new Row();
    for (CatalogueDocument document : ScheduleCatalogue.load().documents()) {
      Row row = row(document);
      if (!row.entries.isEmpty()) {
        out.println(row.text(document.accelerator().name()));
        all.addAll(row);
      }
    }
    if (all.entries.isEmpty()) {
      throw new InvalidInputException(
          "The catalogue has no such entry; \"catalogue list\" shows those that it has.");
    }
    out.println(all.text("all"));
    return ExitCode.OK;
  }

  private Row row(CatalogueDocument document) {
    Row row = new Row();
    long begin = System.nanoTime();
    for (CatalogueEntry entry : document.entries()) {
      if (entry.objective() == CatalogueObjective.LATENCY
          && shipped.accelerators().contains(document.accelerator())
          && shipped.workloads().contains(entry.workload())) {
        refine(document.accelerator(), entry, row);
      }
    }
    row.seconds = (System.nanoTime() - begin) / 1e9;
    return row;
  }

  private void refine(Accelerator accelerator, CatalogueEntry entry, Row row) {
    SearchPlan plan =
        SearchPlan.of(
            accelerator,
            entry.workload(),
            new SearchSetting(
                entry.model(),
                Spaces.DEFAULT,
                List.of(),
                entry.objective().objective(),
                "auto",
                Map.of(),
                1,
                Budget.ofEvaluations(1),
                Optional.empty()));
    Verification replayed =
        new ScheduleReplay(walker, plan).of(entry.searched(), entry.optimality());
    if (!replayed.replays().isEmpty()) {
      row.add(
          replayed,
          new ScheduleRefinement(walker, new PlannedSearch(plan), replays)
              .of(replayed, entry.optimality()));
    }
  }
}
