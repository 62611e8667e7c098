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

  @Test
  void showsEachDecisionWithItsValues() {
    CommandRun run = space("--model=flat", "--space=published");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("\nSpace +published of model flat: 7 decisions, 256 points\n")
        .containsPattern("\nstationarity +2  output weight\n")
        .containsPattern("\nrow\\.tile +4  head 32 64 128\n");
  }

  /** The sizes that the README states. */
  @Test
  void statesHowManyPointsASpaceHas() {
    assertThat(space("--sequence=4096").out()).contains("27 decisions, 1.2 × 10^26 points\n");
    assertThat(space("--sequence=4096", "--space=divisors").out())
        .contains(" 8.4 × 10^15 points\n");
    assertThat(space("--sequence=4096", "--model=flat").out()).contains(" 2,011,680 points\n");
  }

  @Test
  void showsFewValuesOnSeveralLinesAndOfManyTheFirstAndTheLast() {
    assertThat(space("--sequence=4096").out())
        .contains("full of model loopnest: 27 decisions, 1.2 × 10^26 points\n")
        .containsPattern(
            "\nform +6  none:instance .*\n +online:instance-row-key online:instance-key-row\n")
        .containsPattern("\nrow\\.tile +734  1 2 3 [0-9 ]+ \\.\\.\\. 4096\n")
        .satisfies(
            out ->
                assertThat(out.substring(0, out.indexOf("Next")).lines())
                    .allMatch(line -> line.length() <= 110));
  }

  @Test
  void showsWhatRestrictionsLeave() {
    assertThat(space("--require=row.tile%128==0", "--require=form==none:instance").out())
        .containsPattern("\nRequire +row.tile%128==0\nRequire +form==none:instance\n")
        .containsPattern("\nform +1  none:instance\n")
        .containsPattern("\nrow\\.tile +4  128 256 384 512\n");
  }

  @Test
  void showsTilesThatOnlyARestrictionBringsIn() {
    assertThat(space("--require=queryDim.tile==64").out())
        .containsPattern("\nqueryDim\\.tile +1  64\n");
    assertThat(space("--require=row.tile==500").out()).containsPattern("\nrow\\.tile +1  500\n");
  }

  /** Else it would seem that it rules out schedules that have no slots of K. */
  @Test
  void helpSaysThatARestrictionMayNotApply() {
    CommandRun search =
        CommandRun.of(
            List.of("search", "-a=flat-edge", "-w=bert", "--evaluations=500", "--refine=0"),
            "--require=K.inside==array",
            "--require=K.slots==3");

    assertThat(search.out()).contains("stream K between DRAM and the array");
    assertThat(CommandRun.of("space", "--help").out().replaceAll("\\s+", " "))
        .contains(
            "A rule for what a schedule does not have, such as slots of a streamed tensor, does not"
                + " rule it out.");
  }

  @Test
  void suggestsARestrictionThatWorks() {
    String next = space("--model=flat", "--space=published").out().replaceFirst("(?s).*Next\n", "");
    String suggested = next.replaceFirst(".*: space ", "space ").strip();
    assertThat(suggested).endsWith("--space=published --require Q.inside==array");
    CommandRun run = CommandRun.of(suggested.split(" "));
    assertThat(run.out())
        .contains(": 7 decisions, at most 128 points\n")
        .contains("--require Q.inside==array --require K.inside==array\n");
  }

  @Test
  void suggestsNothingWhereNothingIsLeftToChoose() {
    String[] options =
        ("--model=flat --space=published --require=Q.inside==row --require=K.inside==row"
                + " --require=V.inside==row --require=O.inside==row --require=logits==dram"
                + " --require=stationarity==output --require=row.tile==32")
            .split(" ");
    assertThat(space(options).out()).contains(" at most 1 point\n").doesNotContain("Next");
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
