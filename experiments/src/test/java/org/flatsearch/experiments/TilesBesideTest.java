package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that exist beside the best blocks. */
class TilesBesideTest {
  private static final String RAGGED =
      """
      # tuned by hand
      import jax
      TUNED_BLOCK_SIZES_V3: dict[str, dict] = {
          "TPU v6e": {
              ("p", None, "bfloat16", "bfloat16", 32, 8, 128, 128, 2048): (256, 512, 256, 512),
              ("d", None, "bfloat16", "float8_e4m3fn", 32, 8, 128, 128, 16): (1, 512, 1, 512),
              ("m", 1024, "bfloat16", "bfloat16", 32, 8, 128, 128, 512): (128, 96, 128, 96),
          },
          "TPU v7": {("p", None, "bfloat16", "bfloat16", 8, 8, 128, 128, 64): (8, 128, 8, 128)},
      }
      """;

  private static final String FLASH =
      """
      tuned_params_mapping = {
          TuningKey(1, 4, 1024, 1024, 128, jnp.bfloat16, jnp.bfloat16): TunableParams(
              block_q=256, block_k_major=512, block_k=512, block_b=1),
      }
      """;

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static CommandRun beside(Path file, String kernel, String... options) {
    return CommandRun.of(
        List.of("tiles", "-a=tpu-v6e", "--kernel=" + kernel, "--beside=" + file), options);
  }

  private static List<String> rows(CommandRun run) {
    assertThat(run.err()).isEmpty();
    return run.out().lines().filter(line -> !line.startsWith("#")).skip(1).toList();
  }

  @Test
  void readsTheTableOfRaggedPagedAttentionAsItIs() throws IOException {
    CommandRun run = beside(file("tuned.py", RAGGED), "rpa", "--keys=1024");
    List<String> rows = rows(run);

    assertThat(rows).hasSize(3);
    assertThat(rows.get(0))
        .startsWith("5,bfloat16,bfloat16,1,2048,2048,32,8,128,128,causal,,256,512,256,512,");
    assertThat(rows.get(1)).startsWith("6,bfloat16,float8_e4m3fn,16,1,1024,32,8,128,128,causal,");
    assertThat(rows.get(2))
        .startsWith("7,bfloat16,bfloat16,1,512,1024,32,8,128,128,window,1024,128,96,128,96,,")
        .contains("'96' of kernel 'rpa' must be");
    assertThat(run.out()).contains(" of 3 entries are predicted to take over 5% longer");
  }

  @Test
  void readsTheTableOfFlashAttentionAsItIs() throws IOException {
    List<String> rows = rows(beside(file("tuned.py", FLASH), "mosaic-tpu"));

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0))
        .startsWith("2,bfloat16,bfloat16,1,1024,1024,4,4,128,128,none,,256,512,512,");
    assertThat(Double.parseDouble(rows.get(0).split(",")[19])).isPositive();
  }

  /** What tiles wrote is the best, and blocks that are changed are not. */
  @ParameterizedTest
  @ValueSource(strings = {"csv", "json"})
  void findsNothingToGainInItsOwnTable(String format) throws IOException {
    Path own = folder.resolve("own." + format);
    CommandRun written =
        CommandRun.of(
            "tiles",
            "-a=tpu-v6e",
            "--kernel=splash",
            "--sequence=512,1024",
            "--heads=8",
            "--count=2",
            "--format=" + format,
            "--out=" + own);
    assertThat(written.err()).isEmpty();

    assertThat(rows(beside(own, "splash"))).hasSize(2).allMatch(row -> row.endsWith(",0.0,walk,"));

    Path out = folder.resolve("compared.csv");
    String first = format.equals("csv") ? "1,512,512,512," : "\"block_q\":512,\"block_kv\":512,";
    String changed = format.equals("csv") ? "1,128,512,512," : "\"block_q\":128,\"block_kv\":512,";
    Files.writeString(own, Files.readString(own).replaceFirst(first, changed));
    assertThat(beside(own, "splash", "--out=" + out).err()).isEmpty();
    assertThat(Files.readString(out)).contains("# 1 of 2 entries are predicted to take over 5%");
  }

  @ParameterizedTest
  @CsvSource({
    "splash, '', 'is a table of another kernel: it has no ''block_q'''",
    "rpa, --count=2, leave out --format",
    "rpa, --sequence=128, leave out the other options for shapes",
  })
  void refusesInOneLine(String kernel, String option, String words) throws IOException {
    Path file = file("tuned.py", RAGGED);
    assertRefused(
        option.isEmpty() ? beside(file, kernel) : beside(file, kernel, option), "", words);
  }

  @Test
  void refusesWhatIsNoTable() throws IOException {
    assertRefused(beside(file("x.py", "x = 1"), "rpa"), "", "assigns neither TUNED_BLOCK_SIZES_V3");
    String broken = RAGGED.replace("(256, 512, 256, 512)", "(256, 512)");
    assertRefused(beside(file("y.py", broken), "rpa"), "y.py, line 5, column ", "a tuple of 4");
    String other = RAGGED.replace("TPU v6e", "TPU v5e");
    assertRefused(beside(file("z.py", other), "rpa"), "", "has no blocks for tpu-v6e");
  }
}
