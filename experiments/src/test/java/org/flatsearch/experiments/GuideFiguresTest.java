package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.flatsearch.results.catalogue.CatalogueEntry;
import org.flatsearch.results.catalogue.ScheduleCatalogue;
import org.junit.jupiter.api.Test;

/** What texts count in the catalogue, which no output shows. A new catalogue may change it. */
class GuideFiguresTest {
  private static final Path ROOT = Path.of("..");

  private final List<CatalogueEntry> entries =
      ScheduleCatalogue.load().documents().stream()
          .flatMap(document -> document.entries().stream())
          .toList();

  @Test
  void sayHowManySearchesOfTheCatalogueAreProvenInWhichTime() throws IOException {
    long fast = count(entry -> entry.isProven() && entry.provenance().mostSeconds() <= 60);

    assertThat(text("docs/search-researcher.md"))
        .contains(
            "Of the %s searches behind the shipped catalogue, %s are proven within 60 s each"
                .formatted(entries.size(), fast));
    assertThat(text("docs/claims.md"))
        .contains("of the searches behind them, %s are proven within 60 s each".formatted(fast));
  }

  @Test
  void sayHowManyEntriesAreExtrapolated() throws IOException {
    assertThat(text("docs/reference.md"))
        .contains(
            "in %s of the catalogue's %s entries"
                .formatted(count(entry -> entry.cost().extrapolated()), entries.size()));
  }

  private long count(Predicate<CatalogueEntry> condition) {
    return entries.stream().filter(condition).count();
  }

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file)).replaceAll("\\s+", " ");
  }
}
