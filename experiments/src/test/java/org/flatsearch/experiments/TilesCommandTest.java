package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TilesCommandTest {
  private static final long SEED = 97_413;
  private static final List<String> SPLASH =
      List.of("tiles", "-a=tpu-v6e", "--kernel=splash", "--heads=32/8", "--sequence=512..2048*2");
  private static final String HEADER =
      "batch,queries,keys,query_heads,kv_heads,query_dim,value_dim,mask\n";

  @TempDir private Path folder;

  private static List<String> rows(String csv) {
    List<String> rows =
        csv.lines()
            .filter(line -> !line.startsWith("#"))
            .collect(java.util.stream.Collectors.toList());
    rows.remove(0);
    return rows;
  }

  private Path shapes(String rows) throws IOException {
    return Files.writeString(folder.resolve("shapes.csv"), HEADER + rows);
  }

  private static CommandRun ofShapes(Path file, String kernel) {
    return CommandRun.of("tiles", "-a=tpu-v6e", "--kernel=" + kernel, "--shapes=" + file);
  }

  @Test
  void listsTheBestOfEachShape() {
    CommandRun run = CommandRun.of(SPLASH, "--count=3");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("# ")
        .contains("kernel splash on tpu-v6e", "model walk (version ", "fitted to 18 rows");
    assertThat(rows(run.out())).hasSize(9);
    assertThat(rows(run.out()).get(0))
        .startsWith("tpu-v6e,splash,bfloat16,bfloat16,1,512,512,32,8,128,128,none,,1,")
        .contains(",0.0,");
  }

  @Test
  void saysTheSameAsJson() {
    List<String> csv = rows(CommandRun.of(SPLASH, "--count=2").out());
    String json = CommandRun.of(SPLASH, "--count=2", "--format=json").out();

    JsonNode shapes = StrictJson.readString(json, "table").node().get("shapes");
    List<String> read = new ArrayList<>();
    for (JsonNode shape : shapes) {
      for (JsonNode choice : shape.get("choices")) {
        JsonNode blocks = choice.get("parameters");
        read.add(
            "%s,%s,%s,%s"
                .formatted(
                    blocks.get("block_q"),
                    blocks.get("block_kv"),
                    blocks.get("block_kv_compute"),
                    1000 * choice.get("seconds").asDouble()));
      }
    }
    assertThat(csv).hasSameSizeAs(read);
    for (int k = 0; k < csv.size(); k++) {
      assertThat(csv.get(k)).contains("," + read.get(k) + ",");
    }
  }

  @Test
  void aSearchRecommendsTheSame() {
    String row =
        rows(CommandRun.of("tiles", "-a=h100", "--kernel=fa3", "-w=llama-3-8b-prefill").out())
            .get(0);
    String search =
        CommandRun.of("search", "-a=h100", "--kernel=fa3", "-w=llama-3-8b-prefill").out();
    String[] cells = row.split(",");
    assertThat(search).contains("fa3: block_n " + cells[15] + ", groups " + cells[14]);
  }

  @Test
  void searchesEqualShapesOnceAndItsTablesAgain() throws IOException {
    Path file = shapes("1,512,512,8,8,64,64,causal\n\n# again\n1,512,512,8,8,64,64,causal\n");
    CommandRun once = ofShapes(file, "splash");
    assertThat(rows(once.out())).hasSize(1);

    Path table = Files.writeString(folder.resolve("table.csv"), once.out());
    assertThat(ofShapes(table, "splash").out()).isEqualTo(once.out());
  }

  @Test
  void saysWhyNoBlockFits() throws IOException {
    Path file = shapes("1,1,512,8,8,64,64,none\n1,512,512,8,8,60000,60000,none\n");
    List<String> splash = rows(ofShapes(file, "splash").out());
    assertThat(splash.get(0)).contains("is for prefill; and 'shape' has 1 queries");
    assertThat(splash.get(1)).contains("the smallest blocks; block_q 128", "MiB more of buffer");
    assertThat(rows(ofShapes(file, "rpa").out()).get(1)).contains("exceed vector memory; bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "'1,512,x,8,8,64,64,none', 7, 'keys ''x'' must be a whole number'",
    "'1,512,512,8,3,64,64,none', 13, 'kv_heads ''3'' must divide query_heads 8'",
    "'1,512,512,8,8,64,64,local', 21, 'mask ''local'' is not known'",
    "'1,512,512,8,8,64,64,window', 21, 'has no window'",
    "'1,512,512,8,8,64', 1, '6 cells but 8 columns'",
    "'1,512,256,8,8,64,64,causal', 1, 'queryLength (512) must be at most keyLength'"
  })
  void namesTheLineAndTheColumnOfWhatIsWrong(String row, int column, String words)
      throws IOException {
    Path file = shapes("1,512,512,8,8,64,64,none\n" + row + "\n");
    assertRefused(ofShapes(file, "splash"), "shapes.csv, line 3, column " + column + ":", words);
  }

  @ParameterizedTest
  @CsvSource({
    "--sequence=1024.., 'an end and a step'",
    "--heads=32/5, '5 key/value heads must divide the 32'",
    "--heads=32/8/2, 'such as 32/8'",
    "--count=0, '--count'",
    "--kernel=spalsh, 'splash'",
    "--shapes=x.csv, 'leave out'",
    "--keys=4, 'give either --sequence'",
    "--resume, '--out'"
  })
  void refusesWrongOptionsInOneLine(String option, String words) {
    String name = option.replaceAll("=.*", "=");
    List<String> others = SPLASH.stream().filter(each -> !each.startsWith(name)).toList();
    assertRefused(CommandRun.of(others, option), words);
  }

  @Test
  void needsShapes() throws IOException {
    assertRefused(
        CommandRun.of("tiles", "-a=tpu-v6e", "--kernel=splash"), "the shapes are missing");
    assertRefused(ofShapes(shapes(""), "splash"), "no rows");
    assertRefused(
        ofShapes(Files.writeString(folder.resolve("e.csv"), ""), "splash"), "no line of column");
    assertRefused(ofShapes(folder.resolve("absent.csv"), "splash"), "no such file");
  }

  @Test
  void keepsAFileThatExists() throws IOException {
    Path table = Files.writeString(folder.resolve("table.csv"), "mine");
    assertRefused(CommandRun.of(SPLASH, "--out=" + table), "table.csv", "is kept", "--force");
    assertThat(table).hasContent("mine");

    assertThat(CommandRun.of(SPLASH, "--out=" + table, "--force").exitCode()).isZero();
    assertThat(table).hasContent(CommandRun.of(SPLASH).out());
  }

  @Test
  void keepsWhatIsUnfinished() throws IOException {
    Path table = folder.resolve("table.csv");
    Path part = Files.writeString(folder.resolve("table.csv.part"), "of another table\n");
    assertRefused(CommandRun.of(SPLASH, "--out=" + table), "table.csv.part", "--resume");
    assertRefused(CommandRun.of(SPLASH, "--out=" + table, "--resume"), "line 1", "another table");

    assertThat(CommandRun.of(SPLASH, "--out=" + table, "--force").exitCode()).isZero();
    assertThat(table).hasContent(CommandRun.of(SPLASH).out());
    assertThat(part).doesNotExist();
  }

  @Test
  @Tag("thorough")
  void isTheSameWhenKilledAndResumed() throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            "tiles",
            "-a=tpu-v6e",
            "--kernel=splash",
            "--heads=32/8",
            "--mask=causal",
            "--sequence=1024..12000+100");
    String whole = CommandRun.of(arguments).out();
    Path table = folder.resolve("table.csv");
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> resumed = new ArrayList<>(arguments);
    resumed.addAll(List.of("--out=" + table, "--resume"));
    int kills = 0;
    while (!Files.exists(table)) {
      Process process =
          CommandRun.process(List.of(), resumed.toArray(String[]::new)).inheritIO().start();
      if (!process.waitFor(random.nextLong(700, 1500), TimeUnit.MILLISECONDS) && kills < 10) {
        process.destroyForcibly();
        kills++;
      }
      process.waitFor();
    }
    System.out.println("seed " + SEED + ", killed " + kills + " times");
    assertThat(table).hasContent(whole);
  }
}
