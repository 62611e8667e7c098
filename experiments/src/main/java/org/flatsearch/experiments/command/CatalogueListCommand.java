package org.flatsearch.experiments.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.flatsearch.experiments.text.Columns;
import org.flatsearch.experiments.text.ProofText;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.catalogue.CatalogueDocument;
import org.flatsearch.results.catalogue.CatalogueEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code catalogue list}: the entries of the catalogue, and how far each is from what is proven.
 */
@Command(
    name = "list",
    description = "Lists the entries of the catalogue.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class CatalogueListCommand implements Callable<Integer> {
  @Option(
      names = {"-a", "--accelerator"},
      paramLabel = "NAME",
      description = "Only entries of this accelerator.")
  private String accelerator;

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "NAME",
      description = "Only entries of this workload.")
  private String workload;

  @Mixin private CatalogueFolder folder;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    output.check();
    Collection<CatalogueDocument> documents = folder.load().documents();
    requireKnown(documents);
    ObjectNode root = StrictJson.newObject().put("schemaVersion", 1);
    ArrayNode array = root.putArray("entries");
    ProofText proofs = new ProofText();
    Columns columns = new Columns("lllrrl");
    for (CatalogueDocument document : documents) {
      if (isAskedFor(document)) {
        for (CatalogueEntry entry : document.entries()) {
          if (workload == null || workload.equals(entry.workload().name())) {
            add(document.accelerator().name(), entry, proofs, array, columns);
          }
        }
      }
    }
    output.show(root, () -> columns.text(""));
    return ExitCode.OK;
  }

  private boolean isAskedFor(CatalogueDocument document) {
    return accelerator == null || accelerator.equals(document.accelerator().name());
  }

  private void requireKnown(Collection<CatalogueDocument> documents) {
    requireKnown(
        "--accelerator",
        "accelerator",
        accelerator,
        documents.stream().map(document -> document.accelerator().name()).toList());
    requireKnown(
        "--workload",
        accelerator == null ? "workload" : "entry of " + accelerator + " for workload",
        workload,
        documents.stream()
            .filter(this::isAskedFor)
            .flatMap(document -> document.entries().stream())
            .map(entry -> entry.workload().name())
            .distinct()
            .toList());
  }

  /** Refuses a name that the catalogue does not have: an empty list would hide the misspelling. */
  private static void requireKnown(String option, String kind, String name, List<String> known) {
    if (name != null && !known.contains(name)) {
      throw new InvalidInputException(
          "%s: the catalogue has no %s \"%s\". %s"
              .formatted(option, kind, name, NearestNames.advice(name, known)));
    }
  }

  private static void add(
      String accelerator,
      CatalogueEntry entry,
      ProofText proofs,
      ArrayNode array,
      Columns columns) {
    ObjectNode json =
        array
            .addObject()
            .put("accelerator", accelerator)
            .put("workload", entry.workload().name())
            .put("objective", entry.objective().shortName());
    json.put("model", entry.ratedBy());
    json.set("latencySeconds", StrictJson.number(entry.cost().latencySeconds()));
    json.set("energyJoules", StrictJson.number(entry.cost().energyJoules()));
    json.put("status", proofs.status(entry).jsonName());
    entry.gap().ifPresent(gap -> json.set("gap", StrictJson.number(gap)));
    ArrayNode bound = json.putArray("lowerBound");
    entry.optimality().lowerBound().forEach(value -> bound.add(StrictJson.number(value)));
    columns.row(
        accelerator,
        entry.workload().name(),
        entry.objective().shortName(),
        Units.seconds(entry.cost().latencySeconds()),
        Units.joules(entry.cost().energyJoules()),
        proofs.of(entry));
  }
}
