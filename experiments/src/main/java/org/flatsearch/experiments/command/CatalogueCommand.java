package org.flatsearch.experiments.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.statistics.descriptive.Max;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Quantile;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.catalogue.CatalogueCheck;
import org.flatsearch.experiments.text.Columns;
import org.flatsearch.experiments.text.EvaluationText;
import org.flatsearch.experiments.text.ProofText;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.results.MadeFor;
import org.flatsearch.results.ScheduleDocument;
import org.flatsearch.results.catalogue.CatalogueDocument;
import org.flatsearch.results.catalogue.CatalogueEntry;
import org.flatsearch.results.catalogue.CatalogueMatch;
import org.flatsearch.results.catalogue.CatalogueObjective;
import org.flatsearch.results.catalogue.ScheduleCatalogue;
import org.flatsearch.spec.Accelerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catalogue}: the best-known schedules that ship; its commands that only read it. */
@Command(
    name = "catalogue",
    description = "Shows, checks and builds the catalogue of best-known schedules.",
    mixinStandardHelpOptions = true,
    subcommands = CatalogueBuildCommand.class)
public final class CatalogueCommand {
  @Spec private CommandSpec spec;

  /** The entries of the catalogue, and how far each is from what is proven. */
  @Command(
      name = "list",
      description = "Lists the entries of the catalogue.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int list(
      @Option(
              names = {"-a", "--accelerator"},
              paramLabel = "NAME",
              description = "Only entries of this accelerator.")
          String accelerator,
      @Option(
              names = {"-w", "--workload"},
              paramLabel = "NAME",
              description = "Only entries of this workload.")
          String workload,
      @Mixin CatalogueFolder folder,
      @Mixin OutputOptions output) {
    output.check();
    ObjectNode root = StrictJson.newObject().put("schemaVersion", 1);
    ArrayNode entries = root.putArray("entries");
    ProofText proofs = new ProofText();
    Columns columns = new Columns("lllrrl");
    for (CatalogueDocument document : folder.load().documents()) {
      String name = document.accelerator().name();
      if (accelerator == null || accelerator.equals(name)) {
        document.entries().stream()
            .filter(entry -> workload == null || workload.equals(entry.workload().name()))
            .forEach(
                entry -> {
                  entries.add(json(name, entry, proofs));
                  columns.row(
                      name,
                      entry.workload().name(),
                      entry.objective().shortName(),
                      Units.seconds(entry.cost().latencySeconds()),
                      Units.joules(entry.cost().energyJoules()),
                      proofs.of(entry));
                });
      }
    }
    if (entries.isEmpty()) {
      throw new InvalidInputException(
          "catalogue list: there is no entry of %s; \"catalogue list\" alone shows all."
              .formatted(
                  accelerator == null
                      ? workload
                      : workload == null ? accelerator : accelerator + " × " + workload));
    }
    output.show(root, () -> columns.text(""));
    return ExitCode.OK;
  }

  private static ObjectNode json(String accelerator, CatalogueEntry entry, ProofText proofs) {
    ObjectNode json =
        StrictJson.newObject()
            .put("accelerator", accelerator)
            .put("workload", entry.workload().name())
            .put("objective", entry.objective().shortName())
            .put("model", entry.ratedBy());
    json.set("latencySeconds", StrictJson.number(entry.cost().latencySeconds()));
    json.set("energyJoules", StrictJson.number(entry.cost().energyJoules()));
    json.put("status", proofs.status(entry).jsonName());
    entry.gap().ifPresent(gap -> json.set("gap", StrictJson.number(gap)));
    ArrayNode bound = json.putArray("lowerBound");
    entry.optimality().lowerBound().forEach(value -> bound.add(StrictJson.number(value)));
    MadeFor madeFor = new MadeFor(accelerator, entry.workload().name());
    json.set("schedule", new ScheduleDocument(entry.schedule(), Optional.of(madeFor)).toJson());
    return json;
  }

  /** The schedule for a workload, or that of the nearest one, adapted. */
  @Command(
      name = "show",
      description =
          "Shows the best-known schedule of a workload, or adapts that of the nearest one.",
      footer = {
        "",
        "Exit codes: 0 a schedule was found, 1 the adapted one does not fit, 2 wrong input."
      },
      mixinStandardHelpOptions = true,
      abbreviateSynopsis = true,
      sortOptions = false)
  int show(
      @Mixin TargetOptions targetOptions,
      @Option(
              names = "--objective",
              paramLabel = "latency|energy|edp",
              defaultValue = "latency",
              description = "What the schedule minimises; latency by default.")
          CatalogueObjective objective,
      @Mixin CatalogueFolder folder,
      @Mixin OutputOptions output) {
    output.check();
    Target target = targetOptions.required();
    ScheduleCatalogue catalogue = folder.load();
    CatalogueMatch match =
        catalogue.nearest(target.accelerator().name(), target.workload(), objective);
    requireSameAccelerator(catalogue, target);
    if (!match.isExact()) {
      List<String> notes = new ArrayList<>();
      notes.add("adapted from workload '" + match.entry().workload().name() + "'.");
      notes.addAll(match.adaptations());
      CommandErrors.note(spec.commandLine(), notes);
    }
    EvaluationDocument document =
        new EvaluationDocument(
            target.accelerator(),
            target.workload(),
            match.model(),
            OptionalInt.of(match.modelVersion()),
            match.rated());
    String proof =
        match.isExact()
            ? new ProofText().inFull(match.entry())
            : "nothing proven, as the schedule was made for another workload";
    output.show(
        document.toJson(),
        () -> EvaluationText.of(document, List.of()) + "\nOptimality: " + proof + ".\n");
    if (!match.rated().cost().isFeasible()) {
      throw new CommandFailedException(
          "The adapted schedule does not fit the buffer; search for one instead.");
    }
    return ExitCode.OK;
  }

  private static void requireSameAccelerator(ScheduleCatalogue catalogue, Target target) {
    Accelerator known = catalogue.document(target.accelerator().name()).accelerator();
    if (!target.accelerator().hasFiguresOf(known)) {
      throw new InvalidInputException(
          "--accelerator: the catalogue knows an accelerator '"
              + target.accelerator().name()
              + "' with other figures; search for a schedule for yours.");
    }
  }

  /** Evaluates every entry again. */
  @Command(
      name = "check",
      description = "Evaluates every entry of the catalogue again and fails on any difference.",
      footer = {"", "Exit codes: 0 no entry differs, 1 some differ, 2 wrong input."},
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int check(
      @Mixin CatalogueFolder folder,
      @Option(
              names = "--threads",
              paramLabel = "N",
              description =
                  "Entries that are worked on at once; by default one per core of the machine.")
          Integer threads) {
    OptionRules.requireAtLeast("--threads", threads, 1);
    CatalogueCheck.Report report =
        new CatalogueCheck(CostModels.named(LoopNestModel.NAME), CostModels.named(WalkModel.NAME))
            .of(
                folder.load(),
                threads == null ? Runtime.getRuntime().availableProcessors() : threads);
    PrintWriter out = spec.commandLine().getOut();
    report.differences().forEach(out::println);
    int differences = report.differences().size();
    out.println(
        String.format(
            Locale.ROOT,
            "%d entries evaluated by loopnest, %d of them by walk%s: %s.",
            report.entries(),
            report.walkExcess().size(),
            report.walkExcess().size() < report.entries()
                ? " (the others have too many tiles for it)"
                : "",
            differences == 0 ? "no difference" : Units.plural(differences, "difference")));
    if (!report.walkExcess().isEmpty()) {
      out.println("loopnest leaves out " + spread(report.walkExcess(), " of walk's latency") + ".");
    }
    if (!report.gaps().isEmpty()) {
      out.println(
          "The schedules for latency and edp are above the proven bound by "
              + spread(report.gaps(), "")
              + ".");
    }
    if (differences > 0) {
      throw new CommandFailedException(
          "The catalogue has differences; rebuild it with \"catalogue build\". An entry that this"
              + " keeps must first be removed from its file.");
    }
    return ExitCode.OK;
  }

  /** Mean, 95th percentile and maximum in percent; what they are a part of follows the mean. */
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
