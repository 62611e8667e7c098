package org.flatsearch.results.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flatsearch.json.InvalidInputException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Other tools read ASCII digits, whatever language the user's machine speaks. */
@Isolated("changes the default locale")
class ExportLocaleTest {
  private final Locale before = Locale.getDefault();

  @AfterEach
  void restoreTheLocale() {
    Locale.setDefault(before);
  }

  @Test
  void writesTheSameFilesAndNotesInEveryLocale() {
    Locale.setDefault(Locale.ROOT);
    List<ExportedFiles> expected = exportInEveryFormat();

    Locale.setDefault(new Locale("ar", "EG"));
    assertThat(String.format("%d", 1)).as("the digits of this locale").isNotEqualTo("1");
    assertThat(exportInEveryFormat()).isEqualTo(expected);
  }

  /** Exports many schedules, so that all notes about what formats lack come up. */
  private static List<ExportedFiles> exportInEveryFormat() {
    List<ExportedFiles> exported = new ArrayList<>();
    for (ScheduleExporter exporter : ScheduleExporters.all().values()) {
      for (long seed = 1; seed <= 40; seed++) {
        RandomCase drawn = RandomCase.of(seed);
        try {
          exported.add(exporter.export(drawn.schedule(), drawn.accelerator(), drawn.workload()));
        } catch (InvalidInputException e) {
          exported.add(new ExportedFiles(Map.of("refused", ""), List.of()));
        }
      }
    }
    return exported;
  }
}
