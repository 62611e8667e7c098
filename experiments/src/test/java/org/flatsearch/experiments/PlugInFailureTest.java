package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import elsewhere.FailingStrategy;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.search.SearchStrategy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plug-in that throws is named, with its exception, and loses nobody else's results. */
class PlugInFailureTest {
  private static final String DEFINITION =
      Experiments.SMALL.replace("[random]", "[random, failing]") + "seeds: [1, 2]\n";

  @TempDir private Path folder;

  @BeforeEach
  void offerStrategy() throws Exception {
    OfferedPlugIn.in(folder, SearchStrategy.class, FailingStrategy.class);
  }

  private static void assertNamed(String err) {
    assertThat(err.strip())
        .contains("strategy elsewhere.FailingStrategy", "IllegalStateException: no idea")
        .hasLineCount(1);
  }

  @Test
  void losesNoScheduleOfASearch() throws Exception {
    CommandRun run =
        OfferedPlugIn.run(folder, "search", "-a=flat-edge", "-w=bert", "--strategy=failing");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("Schedule: ", "  1 evaluation in ", "search failed\n");
    assertNamed(run.err());
  }

  @Test
  void losesNoOtherRunOfAnExperiment() throws Exception {
    CommandRun run = OfferedPlugIn.experiment(folder, DEFINITION, "--quiet");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("small: 2 of 4 runs are finished, 2 of them now");
    assertThat(run.err()).contains("2 runs failed", "elsewhere.FailingStrategy", ": no idea)");
  }

  @Test
  void showsWhereItFailedToThoseWhoDebugIt() throws Exception {
    String classPath = System.getProperty("java.class.path") + File.pathSeparator + folder;
    Process process =
        CommandRun.process(
                List.of("-Dflatsearch.debug=true", "-cp", classPath),
                "run",
                Experiments.define(folder, DEFINITION).toString(),
                "--out=" + folder.resolve("out"),
                "--quiet")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(err).contains("Caused by: java.lang.IllegalStateException: no idea");
  }
}
