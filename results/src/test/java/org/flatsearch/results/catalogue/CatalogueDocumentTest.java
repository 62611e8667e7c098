package org.flatsearch.results.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueDocumentTest {
  private static final CatalogueDocument DOCUMENT = Entries.document(Entries.replayed(128, 32));

  @TempDir Path folder;

  private static CatalogueDocument read(String text) {
    return CatalogueDocument.read(StrictJson.readString(text, "catalogue.json"));
  }

  private static String text() {
    return StrictJson.write(DOCUMENT.toJson());
  }

  @Test
  void readsBackEqual() {
    Path file = folder.resolve("flat-edge.json");
    DOCUMENT.write(file);

    assertThat(CatalogueDocument.read(file)).isEqualTo(DOCUMENT);
  }

  @Test
  void refusesATileThatDoesNotFitTheWorkloadOfItsEntry() {
    assertThatThrownBy(() -> read(text().replace("\"tile\": 128", "\"tile\": 5000")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("catalogue.json, /entries/0/schedule/shared/1/tile: ")
        .hasMessageContaining("5000");
  }

  @Test
  void refusesAReplayedScheduleThatDoesNotFitTheWorkloadOfItsEntry() {
    assertThatThrownBy(() -> read(text().replace("\"tile\": 32", "\"tile\": 5000")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("catalogue.json, /entries/0/replayed/schedule/shared/1/tile: ")
        .hasMessageContaining("5000");
  }

  @Test
  void readsDocumentsWithoutReplays() {
    CatalogueDocument document = Entries.document(Entries.entry(128, true, 1));

    assertThat(read(StrictJson.write(document.toJson()))).isEqualTo(document);
  }

  @Test
  void refusesAnObjectiveThatTheCatalogueDoesNotHave() {
    assertThatThrownBy(() -> read(text().replace("\"latency\",", "\"traffic\",")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/entries/0/objective");
  }

  @Test
  void refusesAModelBeforeItsFirstVersion() {
    assertThatThrownBy(() -> read(text().replace("\"modelVersion\": 1", "\"modelVersion\": 0")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/entries/0/modelVersion");
  }

  @Test
  void refusesABudgetOfNoTime() {
    assertThatThrownBy(() -> read(text().replace("\"seconds\": 10", "\"seconds\": 0")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/entries/0/provenance/budget/seconds");
  }

  @Test
  void refusesTwoEntriesForTheSame() {
    CatalogueEntry entry = Entries.entry(128, true, 1);

    assertThatThrownBy(() -> Entries.document(entry, entry))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/entries/1: there is already an entry for workload 'bert'");
  }

  @Test
  void leavesOutEntriesOfWhatAWorkloadNameMeantBefore() {
    CatalogueEntry latency = Entries.entry(128, true, 1);
    CatalogueEntry energy = Entries.minimised(CatalogueObjective.ENERGY, Entries.BERT);
    CatalogueEntry other =
        Entries.minimised(CatalogueObjective.ENERGY, Entries.BERT.with("batch", "128"));

    assertThat(Entries.document(latency, energy).with(other).entries()).containsExactly(other);
    assertThat(Entries.document(latency).with(energy).entries()).containsExactly(latency, energy);
  }

  @Test
  void putsAnEntryInThePlaceOfTheFormerOne() {
    CatalogueEntry other = Entries.entry(64, true, 1);

    assertThat(DOCUMENT.with(other).entries()).isEqualTo(List.of(other));
  }
}
