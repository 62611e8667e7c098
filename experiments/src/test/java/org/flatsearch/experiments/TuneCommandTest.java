package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.flatsearch.results.EvaluationDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs for the CPU at hand. Times are not asserted: they depend on the machine and its load.
 */
class TuneCommandTest {
  private static final String LAYER =
      " -w bert --batch 1 --sequence 40 --bytes Q=4,K=4,V=4,O=4 --seconds 0";

  @TempDir private Path folder;

  /** Bad input is refused also where there is no compiler. */
  private static void assumeGcc() {
    try {
      assumeTrue(new ProcessBuilder("gcc", "--version").start().waitFor() == 0, "gcc works");
    } catch (IOException | InterruptedException e) {
      assumeTrue(false, "there is no gcc here: the kernel is not compiled");
    }
  }

  private CommandRun run(String line) {
    List<String> words = new ArrayList<>(List.of(line.strip().split(" +")));
    words.replaceAll(word -> word.replace("DIR", folder.toString()));
    return CommandRun.of(words.toArray(String[]::new));
  }

  @BeforeEach
  void writeCompilers() throws IOException {
    Path fails =
        Files.writeString(folder.resolve("fails"), "#!/bin/sh\necho no such header\nexit 1\n");
    Files.setPosixFilePermissions(fails, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void timesTheBestSchedulesAndWritesTheFastest() {
    assumeGcc();
    CommandRun run = run("tune -a flat-edge --count 3 --out DIR/best.json" + LAYER);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("predicted", "measured", "first choice loses");
    assertThat(run.out().lines().filter(line -> line.matches(" +\\d+ +\\d+ .*s"))).hasSize(3);
    EvaluationDocument best = EvaluationDocument.read(folder.resolve("best.json"));
    assertThat(best.toJson().at("/workload/queryLength").asInt()).isEqualTo(40);
    assertThat(folder.resolve("best.json")).content().contains("\"measured\"", "\"gcc\"");
    CommandRun export = run("export --schedule DIR/best.json --to kernel --out DIR/kernel");
    assertThat(export.exitCode()).as(export.err()).isZero();
  }

  @Test
  void timesAGridOfAMaskedLayerInBf16() {
    assumeGcc();
    CommandRun run =
        run("tune -a flat-edge --grid -w bert --batch 1 --sequence 33 --mask causal --seconds 0");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Rank correlation").doesNotContain("differs");
    assertThat(run.out().lines().filter(line -> line.contains("online"))).hasSize(9);
  }

  @Test
  @Tag("thorough")
  void measuresThisCpuAsAnAccelerator() {
    assumeGcc();
    CommandRun run = run("calibrate --cpu --out DIR/this-cpu.json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("peak of the micro-kernel", "perRowStep", "loadsHidden");
    assertThat(folder.resolve("this-cpu.json")).content().contains("measured on ");
    CommandRun tuned = run("tune -a DIR/this-cpu.json --count 2" + LAYER);
    assertThat(tuned.exitCode()).as(tuned.err()).isZero();
  }

  @Test
  void saysWhatIsWrongInOneLineAndWritesNothing() {
    assertRefused(
        "tune -a flat-edge --compiler no-cc --out DIR/x.json" + LAYER,
        "--compiler: there is no C compiler 'no-cc' here. Install gcc or clang");
    assertRefused("calibrate --cpu --compiler no-cc --out DIR/x.json", "no C compiler 'no-cc'");
    assertRefused("calibrate --cpu --compiler DIR/fails --out DIR/x.json", "fails: no such header");
    assertRefused("tune -a flat-edge --out DIR/none/x.json" + LAYER, "there is no folder");
    assertRefused("calibrate --cpu --out DIR/none/x.json", "there is no folder");
    assertRefused("calibrate --cpu --chip h100", "leave out TABLE, --chip and --fit");
    assertRefused("calibrate --cpu --word-bytes 3", "must be 4 (32-bit floats) or 2 (bf16)");
    assertRefused("calibrate", "needs TABLE, --chip and --fit, or --cpu");
    assertRefused("tune -a flat-edge -w bert --bytes K=1", "the kernel cannot run this: the words");
    assertRefused("tune -a flat-edge -w bert --threads 2", "Unknown option");
  }

  private void assertRefused(String line, String message) {
    CommandRun run = run(line);
    assertThat(run.exitCode()).as(line).isEqualTo(2);
    assertThat(run.err()).as(line).contains(message);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(folder.toFile().list()).containsExactly("fails");
  }
}
