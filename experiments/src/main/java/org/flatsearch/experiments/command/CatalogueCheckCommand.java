package org.flatsearch.experiments.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.commons.statistics.descriptive.Max;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Quantile;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.catalogue.CatalogueCheck;
import org.flatsearch.experiments.text.Units;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code catalogue check}: evaluates every entry again. */
@Command(
    name = "check",
    description = "Evaluates every entry of the catalogue again and fails on any difference.",
    footer = {"", "Exit codes: 0 no entry differs, 1 some differ, 2 wrong input."},
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class CatalogueCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private CatalogueFolder folder;
  @Mixin private ThreadsOption threads;

  @Override
  public Integer call() {
    CatalogueCheck check =
        new CatalogueCheck(CostModels.named(LoopNestModel.NAME), CostModels.named(WalkModel.NAME));
    CatalogueCheck.Report report = check.of(folder.load(), threads.count());
    PrintWriter out = spec.commandLine().getOut();
    report.differences().forEach(out::println);
    out.println(
        String.format(
            Locale.ROOT,
            "%d entries evaluated by loopnest, %d of them by walk%s: %s.",
            report.entries(),
            report.walkExcess().size(),
            report.walkExcess().size() < report.entries()
                ? " (the others have too many tiles for it)"
                : "",
            report.differences().isEmpty()
                ? "no difference"
                : Units.plural(report.differences().size(), "difference")));
    if (!report.walkExcess().isEmpty()) {
      out.println("loopnest leaves out " + spread(report.walkExcess(), " of walk's latency") + ".");
    }
    if (!report.gaps().isEmpty()) {
      out.println(
          "The schedules for latency and edp are above the proven bound by "
              + spread(report.gaps(), "")
              + ".");
    }
    if (!report.differences().isEmpty()) {
      throw new CommandFailedException(
          "The catalogue has differences; rebuild it with \"catalogue build\". An entry that this"
              + " keeps must first be removed from its file.");
    }
    return ExitCode.OK;
  }

  /**
   * Mean, 95th percentile and maximum in percent; {@code whole}, what they are a part of, follows
   * the mean.
   */
  private static String spread(List<Double> fractions, String whole) {
    double[] all = fractions.stream().mapToDouble(Double::doubleValue).toArray();
    return "%s%s on average, %s at the 95th percentile, %s at most"
        .formatted(
            Units.hundredths(Mean.of(all).getAsDouble()),
            whole,
            Units.hundredths(Quantile.withDefaults().evaluate(all, 0.95)),
            Units.hundredths(Max.of(all).getAsDouble()));
  }
}
