package org.flatsearch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import org.flatsearch.cost.CostModels;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.catalogue.CatalogueDocument;
import org.flatsearch.results.catalogue.ScheduleCatalogue;
import org.flatsearch.results.exchange.BertBase;
import org.flatsearch.results.exchange.ScheduleExporters;
import org.flatsearch.results.exchange.ScheduleImporters;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged documents of every kind that this module reads are refused with a message or read;
 * nothing else happens.
 */
class DocumentFuzzTest {
  @TempDir private Path folder;

  /**
   * A kind of document.
   *
   * @param name its name in messages
   * @param text a valid document
   * @param read reads a file of that kind
   */
  private record Kind(String name, String text, Consumer<Path> read) {}

  private List<Kind> kinds() {
    RatedSchedule rated =
        RatedSchedule.of(
            BertBase.rowsOf64(),
            CostModels.named("loopnest"),
            BertBase.accelerator(),
            BertBase.workload());
    EvaluationDocument evaluation =
        new EvaluationDocument(
            BertBase.accelerator(), BertBase.workload(), "loopnest", OptionalInt.of(22), rated);
    Map<String, String> tileflow = export("tileflow");
    Map<String, String> timeloop = export("timeloop");
    Path attend =
        write("attend.map.yaml", timeloop.get("attend.map.yaml").getBytes(StandardCharsets.UTF_8));
    return List.of(
        new Kind(
            "accelerator",
            StrictJson.write(SpecCatalogue.accelerator("flat-edge").toJson()),
            file -> Accelerator.fromJson(StrictJson.readFile(file))),
        new Kind(
            "workload",
            StrictJson.write(SpecCatalogue.workload("bert").toJson()),
            file -> AttentionWorkload.fromJson(StrictJson.readFile(file))),
        new Kind(
            "schedule",
            StrictJson.write(
                new ScheduleDocument(Schedules.throughDram(), Optional.empty()).toJson()),
            ScheduleDocument::read),
        new Kind("evaluation", StrictJson.write(evaluation.toJson()), EvaluationDocument::read),
        new Kind(
            "result",
            StrictJson.write(ResultDocumentTest.complete().toJson()),
            ResultDocument::read),
        new Kind("catalogue", StrictJson.write(catalogue().toJson()), CatalogueDocument::read),
        new Kind(
            "tileflow mapping",
            tileflow.get("map.yaml"),
            file -> ScheduleImporters.named("tileflow").read(List.of(file))),
        new Kind(
            "timeloop mapping",
            timeloop.get("logit.map.yaml"),
            file -> ScheduleImporters.named("timeloop").read(List.of(file, attend))));
  }

  /** The first entries of one that ships. */
  private static CatalogueDocument catalogue() {
    CatalogueDocument shipped = ScheduleCatalogue.load().document("rtl-16x16");
    return new CatalogueDocument(shipped.accelerator(), shipped.entries().subList(0, 3));
  }

  private static Map<String, String> export(String format) {
    return ScheduleExporters.named(format)
        .export(BertBase.streamedKeys(), BertBase.accelerator(), BertBase.workload())
        .files();
  }

  private Path write(String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Timeout(60)
  void readsOrRefusesAThousandDamagedDocuments() {
    fuzz(1_000, 1);
  }

  @Test
  @Tag("thorough")
  @Timeout(300)
  void readsOrRefusesTenThousandDamagedDocuments() {
    fuzz(10_000, 2);
  }

  private void fuzz(int mutations, long firstSeed) {
    List<Kind> kinds = kinds();
    int refused = 0;
    for (int k = 0; k < mutations; k++) {
      long seed = firstSeed * 1_000_000 + k;
      Kind kind = kinds.get(k % kinds.size());
      byte[] damaged = new Mutation(new Random(seed)).of(kind.text());
      Path file = write("damaged", damaged);
      try {
        kind.read().accept(file);
      } catch (InvalidInputException e) {
        refused++;
        assertThat(e.getMessage()).as("%s, seed %d", kind.name(), seed).isNotBlank();
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        fail(kind.name() + ", seed " + seed + ": " + e, e);
      }
    }
    assertThat(refused).isGreaterThan(mutations / 2);
  }
}
