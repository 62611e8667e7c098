package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flatsearch.experiments.definition.Definition;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.definition.PlannedRuns;
import org.flatsearch.experiments.definition.ShippedDefinitions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped definitions do what their comments promise. */
@Execution(ExecutionMode.CONCURRENT)
class ShippedDefinitionsTest {
  private static final Pattern STATED = Pattern.compile("(?m)^# Runs: (\\d+)$");

  @Test
  void shipsTheSevenExperiments() {
    assertThat(ShippedDefinitions.all())
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "bandwidth-sweep.yaml",
            "buffer-sweep.yaml",
            "dram-energy-sensitivity.yaml",
            "flat-published.yaml",
            "granularity.yaml",
            "strategy-comparison.yaml",
            "tolerance.yaml");
  }

  @ParameterizedTest
  @MethodSource("org.flatsearch.experiments.definition.ShippedDefinitions#all")
  void hasAsManyRunsAsItsCommentStates(Path file) throws IOException {
    String text = Files.readString(file);
    Definition definition = DefinitionReader.read(file);
    List<PlannedRun> runs = PlannedRuns.of(definition);

    Matcher stated = STATED.matcher(text);
    assertThat(stated.find()).as("a comment with the number of runs").isTrue();
    assertThat(runs).hasSize(Integer.parseInt(stated.group(1)));
    assertThat(runs)
        .as("no time limit, so that results are the same on every machine")
        .extracting(run -> run.run().setting().budget().seconds())
        .containsOnly(Double.POSITIVE_INFINITY);
    assertThat(definition.name() + ".yaml").isEqualTo(file.getFileName().toString());
    assertThat(text.lines().skip(2).findFirst().orElseThrow()).startsWith("# ").endsWith("?");
    assertThat(text).contains("\n# Time: ");
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("org.flatsearch.experiments.definition.ShippedDefinitions#all")
  void canBeRun(Path file) {
    Preflight.check(PlannedRuns.of(DefinitionReader.read(file)));
  }
}
