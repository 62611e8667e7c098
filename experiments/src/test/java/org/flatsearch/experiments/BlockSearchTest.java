package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockSearchTest {
  @TempDir Path folder;

  private static CommandRun search(String... further) {
    List<String> arguments = new ArrayList<>(List.of("search", "-a=flat-cloud"));
    arguments.addAll(List.of(further));
    return CommandRun.of(arguments);
  }

  private static JsonNode document(String... further) {
    List<String> all = new ArrayList<>(List.of(further));
    all.add("--format=json");
    CommandRun run = search(all.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return StrictJson.readString(run.out(), "stdout").node();
  }

  private static double linear(JsonNode document, String figure) {
    return document.path("linear").path(figure).asDouble();
  }

  /** Published: what the parts of a block other than attention need. */
  @ParameterizedTest
  @CsvSource({
    "bert, 1826095104, 7.5296680851e-3",
    "trxl, 2441084928, 13.386076596e-3",
    "t5-small, 1214251008, 3.4858955785e-3",
    "xlm, 4932501504, 53.544306e-3"
  })
  void linearPartCostsWhatIsPublished(String workload, double bytes, double seconds) {
    JsonNode flat = document("-w=" + workload, "--sequence=1024", "--level=block", "-m=flat");

    assertThat(linear(flat, "trafficBytes")).isEqualTo(bytes);
    assertThat(linear(flat, "latencySeconds")).isCloseTo(seconds, within(1e-8 * seconds));
  }

  @Test
  void linearPartMovesWhatFitsTheBufferOnce() {
    String[] least = {"--sequence=1024", "--level=block", "--objective=traffic", "-w=bert"};
    JsonNode bert = document(least);

    assertThat(linear(bert, "trafficBytes")).isEqualTo(1_826_095_104);
    for (JsonNode operator : bert.path("operators")) {
      assertThat(operator.path("status").asText()).isEqualTo("proven");
      assertThat(operator.path("schedule").path("loops")).hasSize(4);
    }

    // Two weights of 32 MiB have to leave the buffer; a published mapper moves this much.
    least[3] = "-w=xlm";
    assertThat(linear(document(least), "trafficBytes"))
        .isGreaterThan(4_932_501_504L)
        .isLessThanOrEqualTo(7_549_747_200L);
  }

  @Test
  void levelsAddUpAndFusionGainsLessTheHigherTheLevel() {
    JsonNode document = document("-w=llama-3-8b-prefill", "--mask=none", "--level=model");

    assertThat(document.path("operators")).hasSize(7); // four projections, up, gate and down
    JsonNode levels = document.path("levels");
    double layer = levels.path("layer").path("latencySeconds").asDouble();
    double block = levels.path("block").path("latencySeconds").asDouble();
    double model = levels.path("model").path("latencySeconds").asDouble();
    assertThat(block - layer).isCloseTo(linear(document, "latencySeconds"), within(1e-12));
    assertThat(model).isCloseTo(32 * block, within(1e-9));
    double gainOfLayer = levels.path("layer").path("gainOfFusion").path("latency").asDouble();
    double gainOfBlock = levels.path("block").path("gainOfFusion").path("latency").asDouble();
    assertThat(gainOfBlock).isGreaterThan(1).isLessThan(gainOfLayer);
    double unfused =
        document.path("attention").path("unfused").path("cost").path("latencySeconds").asDouble();
    assertThat(gainOfBlock)
        .isCloseTo((linear(document, "latencySeconds") + unfused) / block, within(1e-9));
  }

  @Test
  void textHasALineForEachOperatorAndLevel() {
    CommandRun run = search("-w=bert", "--level=model", "-m=flat");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("\n  query projection +32,768 × 768 × 768 .* proven\n")
        .containsPattern("\n  feed-forward down +32,768 × 768 × 3,072 .* proven\n")
        .containsPattern("\n  attention, fused ")
        .containsPattern("\n  attention, unfused ")
        .containsPattern("\n  model of 12 blocks ")
        .containsPattern("\n  layer +[0-9.]+× ")
        .containsPattern("\n  model +[0-9.]+× ");
  }

  @Test
  void takesABlockFromAFile() throws IOException {
    Path file = folder.resolve("wide.json");
    Files.writeString(
        file,
        """
        {"schemaVersion": 1, "name": "wide", "modelWidth": 1000, "feedForwardWidth": 10, "blocks": 2}
        """);

    JsonNode document = document("-w=bert", "--level=block", "-m=flat", "--block=" + file);

    assertThat(document.path("block").path("gated").asBoolean()).isFalse();
    assertThat(document.path("operators").path(3).path("columns").asInt()).isEqualTo(1000);

    Files.writeString(file, Files.readString(file).replace("1000", "0"));
    assertRefused(
        search("-w=bert", "--level=block", "-m=flat", "--block=" + file), "/modelWidth", "0");
  }

  @Test
  void refusesWhatHasNoBlockOrNoProducts() {
    assertRefused(search("-w=deepseek-v3-decode", "--level=block"), "--level", "--block");
    assertRefused(search("-w=bert", "--level=block", "--block=brt"), "block", "bert");
    assertRefused(search("-w=bert", "--block=bert"), "--block", "--level");
    assertRefused(search("-w=bert", "--level=block", "--what-if"), "--what-if");
    assertRefused(search("-w=bert", "--level=block", "-m=walk"), "walk", "loopnest");
    assertRefused(search("-w=bert", "--level=city"), "--level");
    assertRefused(
        search("-w=bert", "--level=block", "--set=bufferBytes=3B"), "query projection", "fits");
  }
}
