package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.util.List;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;

class SpaceCommandTest {
  private static CommandRun space(String... further) {
    return CommandRun.of(List.of("space", "-a", "flat-edge", "-w", "bert"), further);
  }

  /** The sizes that docs/reference.md states. */
  @Test
  void statesHowManyPointsASpaceHas() {
    assertThat(space("--sequence=4096").out()).contains("31 decisions, 1.2 × 10^26 points\n");
    assertThat(space("--sequence=4096", "--space=divisors").out())
        .contains(" 8.4 × 10^15 points\n");
    assertThat(space("--sequence=4096", "--model=flat").out()).contains(" 2,011,680 points\n");
  }

  @Test
  void documentHasAllValues() {
    JsonObjectReader document =
        StrictJson.readString(
            space("--format=json", "--require=row.tile%2==0").out(), "standard output");
    assertThat(document.node().get("space").asText()).isEqualTo("full");
    assertThat(document.node().get("require").get(0).asText()).isEqualTo("row.tile%2==0");
    assertThat(document.node().get("mostPoints").isIntegralNumber()).isTrue();
    var rows = document.node().get("decisions").get(2);
    assertThat(rows.get("name").asText()).isEqualTo("row.tile");
    assertThat(rows.get("kind").asText()).isEqualTo("ordered");
    assertThat(rows.get("values").size()).isGreaterThan(100);
  }

  @Test
  void refusesWhatASearchRefuses() {
    assertRefused(space("--require=rows==1"), "restriction \"rows==1\" is on decision 'rows'");
    assertRefused(space("--space=large"), "large");
    assertRefused(CommandRun.of("space", "-w", "bert"), "--accelerator");
  }
}
