package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.EvaluateCommandTest.assertRefused;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueListCommandTest {
  @Test
  void listsTheEntriesOfOneAcceleratorAndWorkload() {
    CommandRun run = CommandRun.of("catalogue", "list", "-a=flat-edge", "-w=bert");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).startsWith("flat-edge  bert "));
  }

  @Test
  void refusesNamesThatTheCatalogueDoesNotHave() {
    assertRefused(
        CommandRun.of("catalogue", "list", "-a=flat-egde"),
        "--accelerator: the catalogue has no accelerator \"flat-egde\". Did you mean flat-edge");
    assertRefused(
        CommandRun.of("catalogue", "list", "-w=bret"),
        "--workload: the catalogue has no workload \"bret\". Did you mean bert");
  }

  @Test
  void saysThatAnEmptyCatalogueHasNoNames(@TempDir Path empty) {
    assertRefused(
        CommandRun.of("catalogue", "list", "-a=flat-edge", "--catalogue=" + empty),
        "It is empty; build it with \"catalogue build\".");
  }
}
