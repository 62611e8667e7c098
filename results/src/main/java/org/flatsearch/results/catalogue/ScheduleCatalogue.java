package org.flatsearch.results.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;

/** The best-known schedules by accelerator, workload and objective; immutable. */
public final class ScheduleCatalogue {
  private final Map<String, Supplier<CatalogueDocument>> documents;

  private ScheduleCatalogue(Map<String, Supplier<CatalogueDocument>> documents) {
    this.documents = documents;
  }

  /** The catalogue that ships with this jar. Each document is read when it is first asked for. */
  public static ScheduleCatalogue load() {
    Map<String, Supplier<CatalogueDocument>> documents = new LinkedHashMap<>();
    for (String accelerator : SpecCatalogue.acceleratorNames()) {
      String file = fileName(accelerator);
      if (ScheduleCatalogue.class.getResource(file) != null) {
        documents.put(accelerator, new ShippedDocument(file));
      }
    }
    return new ScheduleCatalogue(documents);
  }

  /** A document that is read when needed: most programs need one, and all take half a second. */
  private static final class ShippedDocument implements Supplier<CatalogueDocument> {
    private final String file;
    private CatalogueDocument document;

    ShippedDocument(String file) {
      this.file = file;
    }

    @Override
    public synchronized CatalogueDocument get() {
      if (document == null) {
        try (InputStream in = ScheduleCatalogue.class.getResourceAsStream(file)) {
          document = CatalogueDocument.read(StrictJson.readBytes(in.readAllBytes(), file));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return document;
    }
  }

  /**
   * The catalogue in a folder: all of its {@code .json} files, in the order of their names.
   *
   * @throws InvalidInputException if the folder can't be read, a file breaks a rule, or two files
   *     are for the same accelerator
   */
  public static ScheduleCatalogue load(Path folder) {
    Map<String, Path> fileOf = new HashMap<>();
    Map<String, Supplier<CatalogueDocument>> documents = new LinkedHashMap<>();
    for (Path file : files(folder)) {
      CatalogueDocument document = CatalogueDocument.read(file);
      Path other = fileOf.putIfAbsent(document.accelerator().name(), file);
      if (other != null) {
        throw new InvalidInputException(
            ("%s, /accelerator/name: '%s' has a file already, %s; a catalogue has one for each"
                    + " accelerator. Put all its entries into one of the two and remove the other.")
                .formatted(file, document.accelerator().name(), other));
      }
      documents.put(document.accelerator().name(), () -> document);
    }
    return new ScheduleCatalogue(documents);
  }

  /**
   * The files of the catalogue in a folder.
   *
   * @throws InvalidInputException if the folder can't be read
   */
  public static List<Path> files(Path folder) {
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidInputException(
          folder + ": can't be read as a folder with a catalogue; name one that exists.", e);
    }
  }

  /** The name of the file with the entries of an accelerator. */
  public static String fileName(String accelerator) {
    return accelerator + ".json";
  }

  /** The documents, one for each accelerator. */
  public Collection<CatalogueDocument> documents() {
    return documents.values().stream().map(Supplier::get).toList();
  }

  /**
   * The entry for a workload with these figures, whatever its name.
   *
   * @throws InvalidInputException if there is none, saying what there is
   */
  public CatalogueEntry best(
      String accelerator, AttentionWorkload workload, CatalogueObjective objective) {
    CatalogueDocument document = document(accelerator);
    return document
        .find(workload, objective)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    ("The catalogue has no schedule of workload '%s' for %s on '%s'; ask for the"
                            + " nearest workload, or search.")
                        .formatted(workload.name(), objective.metrics(), accelerator)));
  }

  /**
   * A schedule for any workload: that of its entry, or that of the most similar workload with its
   * tiles adapted. An adapted schedule is rated by the model that rates the entry or, where that
   * takes too long, by the one that its search minimised.
   *
   * @throws InvalidInputException if there is no entry for that accelerator and objective, or the
   *     model of the entry is needed and not on the class path
   */
  public CatalogueMatch nearest(
      String accelerator, AttentionWorkload workload, CatalogueObjective objective) {
    CatalogueDocument document = document(accelerator);
    CatalogueEntry entry =
        document
            .find(workload, objective)
            .or(() -> mostSimilar(document, workload, objective))
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "The catalogue has no schedule for %s on '%s'; search for one."
                            .formatted(objective.metrics(), accelerator)));
    if (WorkloadDistance.between(entry.workload(), workload) == 0) {
      return new CatalogueMatch(
          entry, workload, entry.ratedBy(), entry.ratedByVersion(), entry.rated(), List.of());
    }
    TileAdaptation adaptation =
        new TileAdaptation(
            model(entry.model()), document.accelerator(), entry.workload(), workload);
    RatedSchedule adapted = adaptation.adapt(entry.schedule());
    Optional<RatedSchedule> replayed = replay(entry, adapted, document.accelerator(), workload);
    String ratedBy = replayed.isPresent() ? entry.ratedBy() : entry.model();
    return new CatalogueMatch(
        entry,
        workload,
        ratedBy,
        model(ratedBy).version(),
        replayed.orElse(adapted),
        adaptation.describe(entry.schedule(), adapted.schedule()));
  }

  /**
   * The adapted schedule with all waiting counted; empty if that takes too long, if it does not fit
   * the buffer, or if the entry's schedule was not replayed either.
   */
  private static Optional<RatedSchedule> replay(
      CatalogueEntry entry,
      RatedSchedule adapted,
      Accelerator accelerator,
      AttentionWorkload workload) {
    if (entry.replayed().isEmpty() || !adapted.cost().isFeasible()) {
      return Optional.empty();
    }
    CostModel replaying = model(entry.ratedBy());
    try {
      return Optional.of(RatedSchedule.of(adapted.schedule(), replaying, accelerator, workload));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  private static Optional<CatalogueEntry> mostSimilar(
      CatalogueDocument document, AttentionWorkload workload, CatalogueObjective objective) {
    return document.entries().stream()
        .filter(entry -> entry.objective() == objective)
        .min(
            Comparator.comparingDouble(
                entry -> WorkloadDistance.between(entry.workload(), workload)));
  }

  /**
   * The document of an accelerator.
   *
   * @throws InvalidInputException if there is none, naming those that are similar
   */
  public CatalogueDocument document(String accelerator) {
    Supplier<CatalogueDocument> document = documents.get(accelerator);
    if (document == null) {
      String advice =
          documents.isEmpty()
              ? "It is empty; build it with \"catalogue build\"."
              : NearestNames.advice(accelerator, documents.keySet())
                  + " For any other, search for a schedule.";
      throw new InvalidInputException(
          "The catalogue has no accelerator \"%s\". %s".formatted(accelerator, advice));
    }
    return document.get();
  }

  private static CostModel model(String name) {
    CostModel model = CostModels.all().get(name);
    if (model == null) {
      throw new InvalidInputException(
          "The model '" + name + "' of the catalogue is not on the class path; add its jar.");
    }
    return model;
  }
}
