package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.EvaluateCommandTest.assertRefused;

import org.flatsearch.cost.CostModels;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @Test
  void suggestsTheNearestCommand() {
    assertRefused(
        CommandRun.of("evalaute"), "There is no command \"evalaute\". Did you mean evaluate?");
  }

  @Test
  void suggestsTheNearestOption() {
    assertRefused(CommandRun.of("evaluate", "--schedul", "x"), "did you mean --schedule?");
  }

  @Test
  void asksForACommand() {
    assertRefused(CommandRun.of(), "Missing required subcommand");
  }

  @Test
  void showsHelpOnStandardOutput() {
    CommandRun run = CommandRun.of("evaluate", "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("--schedule").contains("--sequence");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void listsWhatShips() {
    assertThat(CommandRun.of("list", "accelerators").out())
        .contains(SpecCatalogue.acceleratorNames());
    assertThat(CommandRun.of("list", "workloads").out()).contains(SpecCatalogue.workloadNames());
    assertThat(CommandRun.of("list", "models").out()).contains(CostModels.all().keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"accelerators", "workloads", "models"})
  void listsAsJson(String kind) {
    var document =
        StrictJson.readString(CommandRun.of("list", kind, "--format=json").out(), "stdout");

    assertThat(document.requiredArray(kind, "[]")).isNotEmpty();
  }

  @Test
  void refusesToListWhatItDoesNotKnow() {
    assertRefused(
        CommandRun.of("list", "chips"),
        "list: there are no \"chips\". Known: accelerators, workloads");
  }

  @Test
  void refusesAFormatThatItDoesNotKnow() {
    assertRefused(
        CommandRun.of("list", "models", "--format=xml"), "must be text or json, found \"xml\"");
  }

  @Test
  void refusesANumberThatIsNone() {
    assertRefused(
        CommandRun.of("evaluate", "--sequence=many"),
        "--sequence: must be a whole number, found \"many\".");
  }

  @Test
  void doesNotTakeArgumentsFromFiles() {
    assertRefused(CommandRun.of("list", "@/dev/null"), "@/dev/null");
  }
}
