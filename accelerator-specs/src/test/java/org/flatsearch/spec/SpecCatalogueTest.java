package org.flatsearch.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.json.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecCatalogueTest {

  @Test
  void shipsTheAccelerators() {
    assertThat(SpecCatalogue.acceleratorNames())
        .containsExactly(
            "flat-edge",
            "flat-cloud",
            "flat-edge-64-lanes",
            "flat-edge-256-lanes",
            "flat-cloud-64-lanes",
            "flat-cloud-256-lanes",
            "rtl-16x16",
            "tileflow-edge",
            "tpu-v4i",
            "tpu-v5p",
            "tpu-v6e",
            "tpu-v7x",
            "h100",
            "a100",
            "nvdla",
            "eyeriss",
            "simba");
    assertThat(SpecCatalogue.accelerators())
        .extracting(Accelerator::name)
        .isEqualTo(SpecCatalogue.acceleratorNames());
  }

  @Test
  void everyShippedFigureHasASource() {
    for (Accelerator accelerator : SpecCatalogue.accelerators()) {
      for (AcceleratorFigure figure : AcceleratorFigure.values()) {
        boolean mayBeLeftOut =
            figure.isUnlimitedByDefault()
                || figure.compareTo(AcceleratorFigure.ARRAYS) >= 0
                    && figure.valueOf(accelerator).equals(figure.defaultValue())
                || figure == AcceleratorFigure.DRAM_WRITE_BYTES_PER_SECOND
                    && accelerator.dramShared();
        String source = accelerator.sources().get(figure.path());
        assertThat(source).as(accelerator.name() + " " + figure.path()).isNotBlank();
        if (!mayBeLeftOut) {
          assertThat(source)
              .as(accelerator.name() + " " + figure.path())
              .isNotEqualTo(Accelerator.DEFAULT_SOURCE);
        }
      }
      assertThat(accelerator.description()).isNotBlank();
    }
  }

  @Test
  void flatEdgeIsThePlatformOfThePaper() {
    Accelerator edge = SpecCatalogue.accelerator("flat-edge");
    assertThat(edge.rows()).isEqualTo(32);
    assertThat(edge.columns()).isEqualTo(32);
    assertThat(edge.clockHz()).isEqualTo(940e6);
    assertThat(edge.bufferBytes()).isEqualTo(512L << 10);
    assertThat(edge.dramReadBytesPerSecond()).isEqualTo(50.0 * (1L << 30));
    assertThat(edge.dramWriteBytesPerSecond()).isEqualTo(50.0 * (1L << 30));
    assertThat(edge.dramShared()).isTrue();
    assertThat(edge.onChipBytesPerSecond()).isEqualTo(1e12);
    assertThat(edge.accumulatorBytes()).isEqualTo(4);
    assertThat(edge.lanes()).isInfinite();
    assertThat(edge.energy())
        .isEqualTo(
            new Accelerator.Energy(17.2e-12, 0.29e-12, 0, 0.947e-12, 0.881e-12, 32e-12, 32e-12, 0));
  }

  @Test
  void flatCloudIsThePlatformOfThePaper() {
    Accelerator cloud = SpecCatalogue.accelerator("flat-cloud");
    assertThat(cloud.rows()).isEqualTo(256);
    assertThat(cloud.columns()).isEqualTo(256);
    assertThat(cloud.bufferBytes()).isEqualTo(32L << 20);
    assertThat(cloud.dramReadBytesPerSecond()).isEqualTo(400.0 * (1L << 30));
    assertThat(cloud.onChipBytesPerSecond()).isEqualTo(8e12);
  }

  @ParameterizedTest
  @CsvSource({"flat-edge, 64", "flat-edge, 256", "flat-cloud, 64", "flat-cloud, 256"})
  void aVariantDiffersInItsLanesOnly(String platform, int lanes) {
    Accelerator variant = SpecCatalogue.accelerator(platform + "-" + lanes + "-lanes");
    assertThat(variant.lanes()).isEqualTo(lanes);
    Accelerator unlimited = variant.with("lanes", "unlimited");
    assertThat(unlimited)
        .usingRecursiveComparison()
        .ignoringFields("name", "description")
        .isEqualTo(SpecCatalogue.accelerator(platform));
  }

  @Test
  void theMeasuredAcceleratorHasTwoChannelsOfFourWordsACycle() {
    Accelerator rtl = SpecCatalogue.accelerator("rtl-16x16");
    assertThat(rtl.dramReadBytesPerSecond()).isEqualTo(4 * 2 * rtl.clockHz());
    assertThat(rtl.dramWriteBytesPerSecond()).isEqualTo(4 * 2 * rtl.clockHz());
    assertThat(rtl.dramShared()).isFalse();
    assertThat(rtl.bufferBytes()).isEqualTo(131072 * 2);
    assertThat(rtl.onChipBytesPerSecond()).isInfinite();
    assertThat(rtl.fillCycles()).isEqualTo(new Accelerator.FillCycles(30, 4));
    assertThat(rtl.lanes() / rtl.laneOperations().perLogit()).isEqualTo(25);
  }

  @ParameterizedTest
  @CsvSource({
    "tpu-v4i, 138e12, 0.01", // 4 arrays of 128x128 at 1.05 GHz, two operations each
    "tpu-v5p, 459e12, 0.001",
    "tpu-v6e, 918e12, 0.001",
    "tpu-v7x, 1153.5e12, 0.001", // half a chip
    "h100, 989.5e12, 0.01",
    "a100, 312e12, 0.01",
    "nvdla, 4.096e12, 0.01",
    "eyeriss, 67.2e9, 0.01",
    "simba, 3.5556e12, 0.01" // 128 TOPS over 36 chiplets
  })
  void thePeakIsThePublishedOne(String name, double operationsPerSecond, double tolerance) {
    Accelerator accelerator = SpecCatalogue.accelerator(name);
    double peak =
        2.0 * accelerator.processingElements() * accelerator.arrays() * accelerator.clockHz();
    assertThat(peak / operationsPerSecond).isCloseTo(1, within(tolerance));
  }

  @Test
  void shipsTheWorkloads() {
    assertThat(SpecCatalogue.workloadNames())
        .startsWith("bert", "trxl", "flaubert", "t5-small", "xlm")
        .contains(
            "bert-large",
            "gpt-2-prefill",
            "gpt-2-decode",
            "gpt-3-6.7b-prefill",
            "gpt-3-6.7b-decode",
            "gpt-3-175b-prefill",
            "gpt-3-175b-decode",
            "llama-7b-prefill",
            "llama-7b-decode",
            "llama-3-8b-prefill",
            "llama-3-8b-decode",
            "llama-3-70b-prefill",
            "llama-3-70b-decode",
            "vit-b-16",
            "deepseek-v3-prefill",
            "deepseek-v3-decode")
        .contains(
            "llama-3-8b-decode-kv8",
            "mistral-7b-prefill",
            "gemma-3-27b-local-prefill",
            "gpt-oss-20b-window-prefill")
        .hasSize(25);
    assertThat(SpecCatalogue.workloads())
        .extracting(AttentionWorkload::name)
        .isEqualTo(SpecCatalogue.workloadNames());
  }

  @ParameterizedTest
  @CsvSource({
    "bert, 768, 512, 512, 64, 64",
    "trxl, 1024, 512, 512, 64, 64",
    "flaubert, 1024, 512, 512, 64, 64",
    "t5-small, 512, 512, 512, 64, 64",
    "xlm, 1024, 512, 512, 128, 128",
    "vit-b-16, 768, 197, 197, 64, 64",
    "llama-3-70b-prefill, 8, 32768, 4096, 128, 128",
    "llama-3-70b-decode, 512, 8, 4096, 128, 128",
    "gpt-3-175b-decode, 6144, 1, 4096, 128, 128",
    "deepseek-v3-prefill, 128, 4096, 4096, 192, 128",
    "deepseek-v3-decode, 64, 128, 4096, 576, 512",
    "mistral-7b-prefill, 8, 32768, 8192, 128, 128",
    "gemma-3-27b-local-prefill, 16, 8192, 4096, 128, 128",
    "gpt-oss-20b-window-prefill, 8, 32768, 4096, 64, 64"
  })
  void aShippedWorkloadHasItsShape(
      String name, int instances, int rows, int keys, int queryDim, int valueDim) {
    AttentionWorkload workload = SpecCatalogue.workload(name);
    assertThat(
            List.of(
                workload.instances(),
                workload.rows(),
                workload.keys(),
                workload.queryDim(),
                workload.valueDim(),
                workload.wordBytes()))
        .isEqualTo(List.of(instances, rows, keys, queryDim, valueDim, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"accelerators", "workloads"})
  void theIndexListsEveryDocument(String kind) throws Exception {
    Path folder = Path.of(SpecCatalogue.class.getResource(kind).toURI());
    List<String> names =
        kind.equals("workloads") ? SpecCatalogue.workloadNames() : SpecCatalogue.acceleratorNames();
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(file -> file.endsWith(".json"))
          .containsExactlyInAnyOrderElementsOf(names.stream().map(n -> n + ".json").toList());
    }
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearestKnownOnes() {
    assertThatThrownBy(() -> SpecCatalogue.accelerator("flat-egde"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("There is no accelerator \"flat-egde\". Did you mean flat-edge")
        .hasMessageContaining("list accelerators");
    assertThatThrownBy(() -> SpecCatalogue.workload("brt"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("There is no workload \"brt\". Did you mean bert?")
        .hasMessageContaining("list workloads");
    assertThatThrownBy(() -> SpecCatalogue.workload("quux"))
        .hasMessageContaining("Known: bert, trxl,")
        .hasMessageEndingWith("ends in .json, or is given with its folder, such as ./my-workload.");
  }

  @Test
  void whatLooksLikeAPathIsAFile() {
    assertThatThrownBy(() -> SpecCatalogue.accelerator("flat-edge.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("flat-edge.json: there is no such file");
    assertThatThrownBy(() -> SpecCatalogue.workload("chips/bert"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("chips/bert: there is no such file");
    assertThatThrownBy(() -> SpecCatalogue.workload("chips/\0bert"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is not a path");
  }

  @Test
  void wantsAName() {
    assertThatThrownBy(() -> SpecCatalogue.accelerator(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("nameOrFile");
  }

  @Test
  void findsTheBlockAroundAWorkload() {
    assertThat(SpecCatalogue.blockOf("bert-4096").orElseThrow().modelWidth()).isEqualTo(768);
    assertThat(SpecCatalogue.blockOf("bert-large+mask-causal").orElseThrow().blocks())
        .isEqualTo(24);
    assertThat(SpecCatalogue.blockOf("llama-3-8b-decode").orElseThrow().gated()).isTrue();
    assertThat(SpecCatalogue.blockOf("deepseek-v3-decode")).isEmpty();
    assertThat(SpecCatalogue.blockOf("bertha")).isEmpty();
  }
}
