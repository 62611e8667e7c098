package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.flatsearch.cost.CostModels;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.ResultDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How {@code search} replays and refines what it found. */
@Execution(ExecutionMode.CONCURRENT)
class SearchRefinementTest {
  @TempDir Path folder;

  @Test
  void refinesTheScheduleThatIsBestByItsReplay() {
    String file = folder.resolve("refined.json").toString();
    CommandRun run =
        CommandRun.of(
            "search",
            "-a=tileflow-edge",
            "-w=t5-small",
            "--batch=4",
            "--evaluations=2000",
            "--refine=20",
            "--out=" + file);

    assertThat(run.err()).isEmpty();
    ResultDocument result = ResultDocument.read(Path.of(file));
    var verification = result.verification().orElseThrow();
    assertThat(verification.replays()).hasSize(2);
    assertThat(verification.replays().get(0).searchRank()).isEmpty();
    long replays = verification.refinement().orElseThrow().replays();
    assertThat(replays).isGreaterThanOrEqualTo(20);
    assertThat(run.out())
        .containsPattern(" 1 +refined ")
        .contains("Refinement: " + replays + " changes replayed, ", "\nCost by model walk\n")
        .containsPattern("to the optimum +at most [0-9.]+% above the proven lower bound of ");
    String shown = run.out().substring(run.out().indexOf("Schedule: "));
    assertThat(CommandRun.of("explain", "--schedule=" + file).out())
        .contains(shown.split("\n\n")[0]);
  }

  private static ResultDocument searchTileFlow(String... further) {
    CommandRun run =
        CommandRun.of(
            List.of("search", "-a=tileflow-edge", "-w=t5-small", "--batch=4", "-f=json"), further);
    assertThat(run.err()).isEmpty();
    return ResultDocument.read(StrictJson.readString(run.out(), "stdout"));
  }

  @Test
  void refinesUnlessToldOtherwise() {
    ResultDocument refined = searchTileFlow("--evaluations=2000");
    ResultDocument plain = searchTileFlow("--evaluations=2000", "--refine=0");

    var verification = refined.verification().orElseThrow();
    assertThat(verification.refinement().orElseThrow().replays()).isBetween(20L, 1600L);
    assertThat(verification.replays().get(0).searchRank()).isEmpty();
    assertThat(verification.modelVersion()).hasValue(CostModels.named("walk").version());
    assertThat(refined.modelVersion()).hasValue(CostModels.named("loopnest").version());
    assertThat(plain.verification()).isEmpty();
    assertThat(refined.searched()).isEqualTo(plain.best());
    assertThat(refined.best()).isEqualTo(verification.bestRated());
    ResultDocument front = searchTileFlow("--evaluations=300", "--strategy=nsga2");
    assertThat(front.front()).isNotEmpty();
    assertThat(front.verification()).as("of a front, not one schedule").isEmpty();
  }

  @Test
  void leavesRefinementOutByAnyModel() {
    String[] command =
        "search -a=flat-edge -w=bert -m=flat --evaluations=300 --refine=0".split(" ");

    CommandRun run = CommandRun.of(command);

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Schedule: ").doesNotContain("Replayed by");
  }

  @Test
  void refinesNoLongerThanTheSecondsThatAreLeft() {
    ResultDocument result = searchTileFlow("--seconds=1", "--strategy=hill-climbing");

    var refinement = result.verification().orElseThrow().refinement().orElseThrow();
    assertThat(refinement.replays()).isLessThan(100);
  }

  @Test
  void replaysNothingWhereNothingFitsAndKeepsTheProof() {
    CommandRun run =
        CommandRun.of(
            "search",
            "-a=flat-edge",
            "-w=bert",
            "--batch=1",
            "--sequence=16",
            "--set=bufferBytes=4");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("to the optimum  none fits, proven for space 'full'")
        .doesNotContain("Replayed by walk");
  }
}
