package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiliconCommandTest {
  private static final String HEADER =
      "chip,kernel,dtype,batch,queries,keys,query_heads,kv_heads,query_dim,value_dim,mask,block_q,"
          + "block_kv,block_kv_compute,num_stages,milliseconds\n";
  private static final String ROW =
      "h100,mosaic-gpu,bf16,32,512,512,32,32,64,64,causal,64,128,,2,0.176119\n";

  @TempDir private Path folder;

  private CommandRun silicon(String table) throws IOException {
    return CommandRun.of(
        "silicon", Files.writeString(folder.resolve("table.csv"), table).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'h100,', 'h1000,', 1, 'h100'",
    "mosaic-gpu, mosaic-cpu, 6, 'mosaic-gpu'",
    "bf16, f32, 17, 'f16'",
    "',32,512,', ',x,512,', 22, 'batch ''x'' must be a whole number'",
    "'32,32,', '32,5,', 36, 'kv_heads ''5'' must divide query_heads 32'",
    "causal, local, 45, 'mask ''local'' is not known'",
    "',64,128,', ',1024,128,', 52, 'block_q ''1024'' is larger than queries 512'",
    "',64,128,', ',64,1024,', 55, 'block_kv ''1024'' is larger than keys 512'",
    "0.176119, fast, 62, 'milliseconds ''fast'' must be a number above 0'",
    "0.176119, 0, 62, 'milliseconds ''0'''",
    "',0.176119', '', 1, '15 cells but 16 columns'"
  })
  void namesTheLineAndTheColumnOfWhatIsWrong(String right, String wrong, int column, String words)
      throws IOException {
    String row = ROW.replace(right, wrong == null ? "" : wrong);
    assertRefused(silicon(HEADER + ROW + row), "table.csv, line 3, column " + column + ":", words);
  }

  @Test
  void namesAMissingColumn() throws IOException {
    assertRefused(silicon(HEADER.replace("mask,", "") + ROW), "line 1", "'mask'", "block_kv");
    assertRefused(silicon(""), "line 1", "'chip'");
    assertRefused(silicon(HEADER), "table.csv", "no rows");
    assertRefused(CommandRun.of("silicon", "absent.csv"), "absent.csv", "no such file");
  }

  @Test
  void refusesWhatIsNoTextAndWhatIsTooLarge() throws IOException {
    Path latin = folder.resolve("latin.csv");
    Files.writeString(latin, HEADER + "é", StandardCharsets.ISO_8859_1);
    assertRefused(CommandRun.of("silicon", latin.toString()), "line 2: the text is not UTF-8");
    Path large = Files.write(folder.resolve("large.csv"), new byte[(1 << 24) + 1]);
    assertRefused(CommandRun.of("silicon", large.toString()), "more than 16777216 bytes");
  }

  private static String table(String chip, double none, double causal) {
    String row = "%s,mosaic-tpu,bf16,1,512,512,4,2,128,128,%s,256,512,256,,%s\n";
    return HEADER + row.formatted(chip, "none", none) + row.formatted(chip, "causal", causal);
  }

  /** Rows are predicted on a chip of a file; from these times, its figure is found again. */
  @Test
  void calibratesAFigure() throws IOException {
    Path file = folder.resolve("chip.json");
    StrictJson.writeFile(
        file, SpecCatalogue.accelerator("tpu-v6e").with("stepCycles", "2000").toJson());
    Path table = Files.writeString(folder.resolve("table.csv"), table(file.toString(), 1, 1));
    String json = CommandRun.of("silicon", table.toString(), "--format=json").out();
    JsonNode rows = StrictJson.readString(json, "standard output").node().get("rows");
    assertThat(rows.get(0).get("error").asDouble()).isBetween(-1.0, 0.0);
    assertThat(rows.get(0).get("tiles").asInt()).isGreaterThanOrEqualTo(4);
    Files.writeString(
        table,
        table(
            "tpu-v6e",
            rows.get(0).get("predictedMilliseconds").asDouble(),
            rows.get(1).get("predictedMilliseconds").asDouble()));

    CommandRun run =
        CommandRun.of(
            "calibrate",
            table.toString(),
            "--chip=tpu-v6e",
            "--fit=stepCycles=0..5000,launchSeconds=0..1e-4",
            "--tuned=0",
            "--all-shapes",
            "--out=" + file);

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).containsPattern("launchSeconds +0.0 +simplest").contains("as fitted");
    JsonNode fitted =
        SpecCatalogue.kernelDocument(file.toString()).node().at("/figures/tpu-v6e/stepCycles");
    assertThat(fitted.get("value").asDouble()).isCloseTo(2000, within(100.0));
    assertThat(fitted.get("source").asText()).isEqualTo("fitted to 2 rows of table.csv");
    assertRefused(
        CommandRun.of("calibrate", table.toString(), "--chip=tpu-v6e", "--fit=stepCycles=5"), "5");
    assertRefused(
        CommandRun.of("calibrate", table.toString(), "--chip=h100", "--fit=stepCycles=0..5"),
        "h100");
    assertRefused(
        CommandRun.of("calibrate", table.toString(), "--chip=tpu-v6e", "--fit=cores=1..5"),
        "cores");
  }

  @Test
  void showsTheSameInEachFormat() throws IOException {
    String table = Files.writeString(folder.resolve("t.csv"), table("tpu-v6e", 1, 2)).toString();
    String csv = CommandRun.of("silicon", table, "--format=csv").out();
    assertThat(csv.lines()).hasSize(3);
    assertThat(csv).startsWith("chip,line,").contains("\ntpu-v6e,2,1.0,", "\ntpu-v6e,3,2.0,");
    assertThat(CommandRun.of("silicon", table).out()).contains("tpu-v6e", "mean error", "all ");
    // A point for each row, and one for the legend.
    assertThat(CommandRun.of("silicon", table, "--format=svg").out().split("<circle")).hasSize(4);
    assertThat(CommandRun.of("silicon", table, "--model=loopnest").out()).contains("tpu-v6e");
  }
}
