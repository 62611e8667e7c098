package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.flatsearch.results.exchange.ScheduleExporters;
import org.flatsearch.results.exchange.ScheduleImporters;
import org.flatsearch.search.Strategies;
import org.junit.jupiter.api.Test;

/**
 * The lists in the guides have all that ships. {@link GuideOutputsTest} would not miss a line, as
 * guides show parts of most outputs.
 */
class GuideListsTest {
  private static final Path GUIDES = Path.of("../docs");

  private final List<String> missing = new ArrayList<>();

  @Test
  void haveEveryStrategy() throws IOException {
    String guide = Files.readString(GUIDES.resolve("search-researcher.md"));
    Strategies.all().values().stream()
        .filter(each -> each.getClass().getPackageName().startsWith("org.flatsearch.search."))
        .forEach(each -> find(guide, each.name(), each.description()));

    assertThat(missing)
        .as("lines of \"flatsearch list strategies\" to show in search-researcher.md")
        .isEmpty();
  }

  @Test
  void haveEveryFormat() throws IOException {
    String guide = Files.readString(GUIDES.resolve("kernel-engineer.md"));
    ScheduleExporters.all()
        .forEach((name, each) -> find(guide, "export  " + name, each.description()));
    ScheduleImporters.all()
        .forEach((name, each) -> find(guide, "import  " + name, each.description()));

    assertThat(missing)
        .as("lines of \"flatsearch list formats\" to show in kernel-engineer.md")
        .isEmpty();
  }

  private void find(String guide, String head, String description) {
    String line = "(?m)^" + Pattern.quote(head) + " +" + Pattern.quote(description) + "$";
    if (!Pattern.compile(line).matcher(guide).find()) {
      missing.add(head + "  " + description);
    }
  }
}
