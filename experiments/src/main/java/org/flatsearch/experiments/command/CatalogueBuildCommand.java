package org.flatsearch.experiments.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.catalogue.BuildPlan;
import org.flatsearch.experiments.catalogue.CatalogueBuild;
import org.flatsearch.experiments.catalogue.CatalogueBuild.Outcome;
import org.flatsearch.experiments.run.Interruption;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.goal.Budget;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.catalogue.CatalogueObjective;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catalogue build}: searches for every entry that is not proven yet, and replays it. */
@Command(
    name = "build",
    description = "Builds the catalogue; keeps entries that are already proven and replayed.",
    footer = {
      "",
      "Exit codes: 0 the catalogue is complete, 1 a search failed, 2 wrong input, 130 stopped with"
          + " Ctrl-C; what is finished by then is kept, and the next build continues from there."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class CatalogueBuildCommand implements Callable<Integer> {
  private static final Path SOURCES =
      Path.of("results/src/main/resources/org/flatsearch/results/catalogue");

  @Spec private CommandSpec spec;

  @Mixin private ShippedOptions shipped;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description =
          "At most S seconds per entry; 10 by default. Entries that are proven sooner do not depend"
              + " on it.")
  private double seconds;

  @Option(
      names = "--evaluations",
      paramLabel = "N",
      defaultValue = "20000000",
      description = "At most N evaluations per entry; 20 million by default.")
  private long evaluations;

  @Option(
      names = "--refine",
      paramLabel = "N",
      defaultValue = "1500",
      description =
          "Then replay the schedule by model walk, and refine it by up to N replays; 1500 by"
              + " default.")
  private int refine;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Entries that are worked on at once; by default one per core of the machine.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "The folder of the catalogue; by default the one in the FlatSearch sources.")
  private Path folder = SOURCES;

  @Override
  public Integer call() {
    BuildPlan plan = plan();
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        "Building %s × %s × %s, at most %s and %s per entry, %s at once."
            .formatted(
                Units.plural(plan.accelerators().size(), "accelerator"),
                Units.plural(plan.workloads().size(), "workload"),
                Units.plural(CatalogueObjective.values().length, "objective"),
                Units.seconds(seconds),
                Units.plural(refine, "replay"),
                plan.threads()));
    CatalogueBuild build = new CatalogueBuild(plan, err::println);
    try (Interruption interruption = new Interruption()) {
      interruption.onInterrupt(build::cancel);
      Map<Outcome, Integer> outcomes = build.run();
      spec.commandLine().getOut().println(folder + ": " + CatalogueBuild.text(outcomes));
      if (interruption.happened()) {
        return Interruption.EXIT_CODE;
      }
      if (outcomes.containsKey(Outcome.FAILED)) {
        throw new CommandFailedException("Some searches failed.");
      }
      return ExitCode.OK;
    }
  }

  private BuildPlan plan() {
    OptionRules.requireSeconds(seconds);
    OptionRules.requireAtLeast("--evaluations", evaluations, 1);
    OptionRules.requireAtLeast("--refine", refine, 0);
    OptionRules.requireAtLeast("--threads", threads, 1);
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          "--out: "
              + folder
              + " is not a folder; create it or name another, or start from the root of the"
              + " sources.");
    }
    return new BuildPlan(
        folder,
        shipped.accelerators(),
        shipped.workloads(),
        CostModels.named(LoopNestModel.NAME),
        new Budget(evaluations, seconds),
        CostModels.named(WalkModel.NAME),
        refine,
        threads,
        spec.root().version()[0].replaceFirst(".* ", ""));
  }
}
