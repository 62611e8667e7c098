package org.flatsearch.experiments.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.experiments.kernel.KernelSearch.Choice;
import org.flatsearch.experiments.tiles.PythonLiterals.Entry;
import org.flatsearch.experiments.tiles.PythonLiterals.Value;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.json.StrictYaml;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each format is read back by the rules of the software that reads such tables. */
class TableFormatTest {
  private static final int COUNT = 3;

  @TempDir private Path folder;

  private static TileSearch search(TableFormat format) {
    String kernel =
        switch (format) {
          case SGLANG_JAX -> "rpa";
          case TRITON, FLEX, TOKAMAX -> "triton";
          default -> "splash";
        };
    String chip = kernel.equals("triton") ? "a100" : "tpu-v6e";
    return new TileSearch(Kernel.named(kernel), SpecCatalogue.accelerator(chip), COUNT, 128);
  }

  private static AttentionWorkload shape(int heads, int length, int dim, Mask mask) {
    return new AttentionWorkload(
            ShapeFile.NAME, "", 2, 12 * heads, 3 * heads, length, length, dim, dim, 2)
        .withMask(mask);
  }

  /** The last has no blocks. */
  private static Set<AttentionWorkload> shapes() {
    return new LinkedHashSet<>(
        List.of(
            shape(1, 640, 128, Mask.CAUSAL),
            shape(1, 1024, 64, Mask.window(256)),
            shape(1, 512, 60_000, Mask.NONE)));
  }

  private static String table(TableFormat format) {
    StringBuilder text = new StringBuilder();
    new TileTable(search(format), shapes(), format).show(text::append);
    return text.toString();
  }

  private static List<ShapeTiles> tiles(TableFormat format) {
    return shapes().stream().map(search(format)::of).toList();
  }

  private static Value read(TableFormat format, String name) {
    return new PythonLiterals("table.py", table(format)).assigned(name).orElseThrow();
  }

  private static int count(Map<String, Value> arguments, String name) {
    return arguments.get(name).count();
  }

  @Test
  void splashTakesArgumentsOfBlockSizes() {
    List<Entry> entries = read(TableFormat.SPLASH, "BLOCK_SIZES").entries();
    assertThat(entries).hasSize(2);
    for (int k = 0; k < entries.size(); k++) {
      ShapeTiles tiles = tiles(TableFormat.SPLASH).get(k);
      List<Value> key = entries.get(k).key().elements(8);
      assertThat(key.get(1).count()).isEqualTo(tiles.shape().queryLength());
      assertThat(key.get(7).text()).isEqualTo(tiles.shape().mask().toString());
      for (Entry block : entries.get(k).value().entries()) {
        assertThat(block.value().count())
            .isEqualTo(tiles.choices().get(0).parameters().get(block.key().text()));
      }
    }
  }

  @Test
  void maxTextReadsSettings() {
    String[] documents = table(TableFormat.MAXTEXT).split("---\n");
    assertThat(documents).hasSize(4);
    List<ShapeTiles> tiles = tiles(TableFormat.MAXTEXT);
    for (int k = 0; k < 2; k++) {
      JsonNode read = StrictYaml.readString(documents[k + 1], "table.yml").node();
      String prefix = k == 0 ? "sa_" : "local_sa_";
      tiles
          .get(k)
          .choices()
          .get(0)
          .parameters()
          .forEach((name, value) -> assertThat(read.get(prefix + name).asInt()).isEqualTo(value));
    }
    assertThat(documents[3]).contains("no blocks; the smallest blocks");
  }

  @Test
  void sglangJaxLooksUpPowersOfTwo() {
    Entry device = read(TableFormat.SGLANG_JAX, SglangJaxTable.NAME).entries().get(0);
    assertThat(device.key().text()).isEqualTo("TPU v6e");
    List<Entry> entries = device.value().entries();
    assertThat(entries).hasSize(2);
    List<Value> key = entries.get(1).key().elements(9);
    assertThat(key.get(0).text()).isEqualTo("p");
    assertThat(key.get(1).count()).isEqualTo(256);
    assertThat(entries.get(0).key().elements(9).get(1).value()).isNull();
    assertThat(key.subList(2, 4)).extracting(Value::text).containsOnly("bfloat16");
    assertThat(key.subList(4, 9)).extracting(Value::count).containsExactly(16, 4, 128, 128, 2048);
    for (Entry entry : entries) {
      List<Integer> blocks = entry.value().elements(4).stream().map(Value::count).toList();
      assertThat(blocks.get(0) % blocks.get(2)).isZero();
      assertThat(blocks.get(1) % blocks.get(3)).isZero();
      assertThat(blocks.get(1) % 128).isZero();
    }
    assertThat(table(TableFormat.SGLANG_JAX)).contains("# none for (\"p\", None");
  }

  @Test
  void aSharedKeyHasTheBlocksOfTheLongestShape() {
    TileSearch search = search(TableFormat.SGLANG_JAX);
    StringBuilder text = new StringBuilder();
    List<AttentionWorkload> both =
        List.of(shape(1, 1024, 128, Mask.NONE), shape(1, 640, 128, Mask.NONE));
    new TileTable(search, both, TableFormat.SGLANG_JAX).show(text::append);
    List<Entry> entries =
        new PythonLiterals("table.py", text.toString())
            .assigned(SglangJaxTable.NAME)
            .orElseThrow()
            .entries()
            .get(0)
            .value()
            .entries();
    assertThat(entries).hasSize(1);
    Map<String, Integer> longest = search.of(both.get(0)).choices().get(0).parameters();
    assertThat(entries.get(0).value().elements(4).get(1).count()).isEqualTo(longest.get("bkv"));
  }

  @Test
  void tpuInferenceMapsKeysToParameters() {
    List<Entry> entries = read(TableFormat.TPU_INFERENCE, TpuInferenceTable.NAME).entries();
    assertThat(entries).hasSize(2);
    for (Entry entry : entries) {
      Map<String, Value> key =
          entry.key().arguments("batch_size", "num_heads", "q_seq_len", "kv_seq_len", "head_dim");
      Map<String, Value> blocks =
          entry.value().arguments("block_q", "block_k_major", "block_k", "block_b");
      assertThat(count(key, "batch_size")).isEqualTo(2);
      assertThat(key.get("kv_dtype").text()).isEqualTo("bfloat16");
      assertThat(count(blocks, "block_k_major") % count(blocks, "block_k")).isZero();
      assertThat(
              count(blocks, "block_k") % 128 == 0
                  || count(blocks, "block_k") == count(key, "kv_seq_len"))
          .isTrue();
      assertThat(count(blocks, "block_b")).isEqualTo(1);
    }
  }

  @Test
  void tritonListsTheBestConfigurations() {
    List<ShapeTiles> tiles = tiles(TableFormat.TRITON);
    List<Entry> entries = read(TableFormat.TRITON, "CONFIGS").entries();
    for (int k = 0; k < entries.size(); k++) {
      List<Value> configs = entries.get(k).value().elements(COUNT);
      for (int i = 0; i < COUNT; i++) {
        Map<String, Integer> best = tiles.get(k).choices().get(i).parameters();
        Map<String, Value> config = configs.get(i).arguments("blocks", "num_warps", "num_stages");
        assertThat(count(config, "num_warps")).isEqualTo(best.get("warps"));
        assertThat(count(config, "num_stages")).isEqualTo(best.get("stages"));
        assertThat(config.get("blocks").entries())
            .extracting(each -> each.key().text() + each.value().count())
            .containsExactly("BLOCK_M" + best.get("block_q"), "BLOCK_N" + best.get("block_kv"));
      }
    }
  }

  @Test
  void flexTakesBlocksThatDivideItsSparseBlock() {
    for (Entry entry : read(TableFormat.FLEX, "KERNEL_OPTIONS").entries()) {
      for (Value options : entry.value().elements(COUNT)) {
        assertThat(options.entries())
            .extracting(each -> each.key().text())
            .containsExactly("BLOCK_M", "BLOCK_N", "num_warps", "num_stages");
        assertThat(128 % options.entries().get(0).value().count()).isZero();
        assertThat(128 % options.entries().get(1).value().count()).isZero();
      }
    }
  }

  @Test
  void tokamaxTakesTheLeastTime() throws IOException {
    JsonNode read = StrictJson.readString(table(TableFormat.TOKAMAX), "table.json").node();
    assertThat(read.get("device_kind").asText()).startsWith("NVIDIA A100");
    List<ShapeTiles> tiles = tiles(TableFormat.TOKAMAX);
    assertThat(read.get("data")).hasSize(2);
    for (int k = 0; k < 2; k++) {
      JsonNode entry = read.get("data").get(k);
      assertThat(entry.get(0).at("/arguments/q").asText()).startsWith("bf16[2,");
      String first = entry.get(1).fieldNames().next();
      JsonNode config = StrictJson.readString(first, "config").node();
      Choice best = tiles.get(k).choices().get(0);
      assertThat(config.get("block_q").asInt()).isEqualTo(best.parameters().get("block_q"));
      assertThat(config.get("block_k").asInt()).isEqualTo(best.parameters().get("block_kv"));
      assertThat(config.get("num_warps").asInt()).isEqualTo(best.parameters().get("warps"));
      assertThat(entry.get(1).get(first).at("/evaluation_times_ms/0").asDouble())
          .isEqualTo(1000 * best.seconds());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyTableSaysWhatItIsOf(TableFormat format) {
    assertThat(table(format)).contains("Predicted, not measured, by model walk (version ");
  }

  @ParameterizedTest
  @EnumSource(names = {"SPLASH", "SGLANG_JAX", "TPU_INFERENCE", "TRITON", "FLEX"})
  void pythonCompiles(TableFormat format) throws IOException, InterruptedException {
    assumeTrue(hasPython(), "there is no python3 here, so nobody compiles the tables");
    Path file = Files.writeString(folder.resolve("table.py"), table(format));
    assertThat(python("import ast, sys; ast.parse(open(sys.argv[1]).read())", file.toString()))
        .isZero();
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return python("import ast") == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int python(String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of("python3", "-c", program), Stream.of(arguments)).toList();
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  @ParameterizedTest
  @CsvSource({"SPLASH, rpa, block_q", "SGLANG_JAX, splash, bq", "TRITON, fa3, block_q"})
  void refusesAKernelThatTheTableIsNotFor(TableFormat format, String kernel, String missing) {
    assertThatThrownBy(() -> format.require(Kernel.named(kernel)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'" + kernel + "', which has no parameter " + missing + ";");
  }
}
