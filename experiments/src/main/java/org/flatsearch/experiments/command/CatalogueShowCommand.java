package org.flatsearch.experiments.command;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.flatsearch.experiments.text.EvaluationText;
import org.flatsearch.experiments.text.ProofText;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.EvaluationDocument;
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

/** {@code catalogue show}: the schedule for a workload, or that of the nearest one, adapted. */
@Command(
    name = "show",
    description = "Shows the best-known schedule of a workload, or adapts that of the nearest one.",
    footer = {
      "",
      "Exit codes: 0 a schedule was found, 1 the adapted one does not fit, 2 wrong input."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class CatalogueShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TargetOptions targetOptions;

  @Option(
      names = "--objective",
      paramLabel = "latency|energy|edp",
      converter = ObjectiveConverter.class,
      description = "What the schedule minimises; latency by default.")
  private CatalogueObjective objective = CatalogueObjective.LATENCY;

  @Mixin private CatalogueFolder folder;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    output.check();
    Target target = targetOptions.required();
    ScheduleCatalogue catalogue = folder.load();
    CatalogueMatch match =
        catalogue.nearest(target.accelerator().name(), target.workload(), objective);
    requireSameAccelerator(catalogue, target);
    tellWhatChanged(match);
    EvaluationDocument document =
        new EvaluationDocument(
            target.accelerator(),
            target.workload(),
            match.model(),
            OptionalInt.of(match.modelVersion()),
            match.rated());
    output.show(
        document.toJson(), () -> EvaluationText.of(document, List.of()) + "\n" + proof(match));
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

  private void tellWhatChanged(CatalogueMatch match) {
    if (!match.isExact()) {
      List<String> notes = new ArrayList<>();
      notes.add("adapted from workload '" + match.entry().workload().name() + "'.");
      notes.addAll(match.adaptations());
      Notes.tell(spec.commandLine(), notes);
    }
  }

  private static String proof(CatalogueMatch match) {
    if (!match.isExact()) {
      return "Optimality: nothing proven, as the schedule was made for another workload.\n";
    }
    return "Optimality: " + new ProofText().inFull(match.entry()) + ".\n";
  }
}
