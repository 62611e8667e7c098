package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportCommandTest {
  private static final String HELD =
      ScheduleFiles.ROWS.replace(
          "\"Q\": {\"inside\": \"array\"}", "\"Q\": {\"inside\": \"row\", \"slots\": 2}");

  @TempDir Path folder;

  @Test
  void writesTheFilesOfAFormatAndNamesThem() {
    Path out = folder.resolve("out");

    CommandRun run =
        CommandRun.of(
            "export",
            "--schedule",
            ScheduleFiles.write(folder, ScheduleFiles.ROWS),
            "--to=loopnest-c",
            "--out=" + out);

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip()).isEqualTo(out.resolve("attention.c").toString());
    assertThat(out.resolve("attention.c")).content().contains("#define TILE_ROW 32\n");
  }

  @Test
  void printsWhatAFormatCannotExpressOnStandardError() {
    String schedule = ScheduleFiles.write(folder, HELD);

    CommandRun run =
        CommandRun.of("export", "-s", schedule, "-t", "timeloop", "-o", folder.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .contains("note: Timeloop does not model slots: those of Q 2 are left out.\n")
        .contains("-o DIR");
    CommandRun again =
        CommandRun.of("export", "-s", schedule, "-t", "tileflow", "-o", folder.toString());
    assertThat(again.err())
        .contains("note: Other files of the same names are replaced: arch.yaml, ert.yaml.");
    assertThat(CommandRun.of("export", "-s", schedule, "-t", "timeloop", "--pad", "-o", "x").err())
        .contains("'timeloop' has ragged tiles");
    assertThat(folder.resolve("logit.map.yaml")).content().contains("# NOTE: Timeloop does not");
  }

  /** Without its mask, it would be another layer. */
  @Test
  void refusesAMask() {
    String schedule = ScheduleFiles.write(folder, HELD.replaceFirst("\"madeFor\": \\{[^}]*},", ""));

    CommandRun run =
        CommandRun.of(
            ("export -t timeloop -o %s -a flat-edge -w bert-1024 --mask causal -s %s")
                .formatted(folder.resolve("out"), schedule)
                .split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Timeloop cannot express mask causal");
  }

  @Test
  void failsOnWhatAFormatCannotExpressIfAskedTo() {
    Path out = folder.resolve("out");
    String schedule = ScheduleFiles.write(folder, HELD);

    CommandRun run =
        CommandRun.of("export", "-s", schedule, "-t", "tileflow", "-o", out.toString(), "--strict");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("format 'tileflow' would change words or cycles: ");
    assertThat(run.out()).isEmpty();
    assertThat(Files.exists(out)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"accelforge", "loopnest-c"})
  void saysThatAScheduleDoesNotFit(String format) {
    CommandRun run =
        CommandRun.of(
            "export",
            "-s=" + ScheduleFiles.write(folder, ScheduleFiles.ROWS),
            "-t=" + format,
            "-o=" + folder,
            "--set=bufferBytes=1KiB");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .contains("note: The schedule does not fit the buffer of accelerator 'flat-edge+");
  }

  @Test
  void refusesFilesAtWhichTheToolWouldStopUnlessForced() {
    String schedule = ScheduleFiles.write(folder, HELD);
    String out = folder.resolve("out").toString();
    String[] export = {
      "export", "-s", schedule, "-t=tileflow", "-o", out, "--set=bufferBytes=64KiB"
    };

    CommandRun refused = CommandRun.of(export);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("TileFlow stops: tiles of Q, K, logits take 200704 bytes, 135168 more than the")
        .contains("With --force the files are written nevertheless.");
    assertThat(Files.exists(folder.resolve("out"))).isFalse();

    String[] forced = Arrays.copyOf(export, export.length + 1);
    forced[export.length] = "--force";
    assertThat(CommandRun.of(forced).exitCode()).isZero();
    assertThat(folder.resolve("out/map.yaml")).content().contains("# NOTE: TileFlow stops: ");
  }
}
