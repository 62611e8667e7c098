package org.flatsearch.experiments.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadNameTest {

  @ParameterizedTest
  @CsvSource({
    "bert,         64, 512,  512,  bert",
    "bert,         64, 4096, 4096, bert-4096",
    "bert,         8,  4096, 4096, bert-b8-4096",
    "bert,         8,  512,  512,  bert-b8",
    "bert,         64, 1,    4096, bert-q1-k4096",
    "bert,         64, 512,  4096, bert-k4096",
    "gpt-2-decode, 64, 1,    8192, gpt-2-decode-k8192",
    "vit-b-16,     1,  64,   64,   vit-b-16-b1-64",
  })
  void saysWhatWasChangedAndIsFoundAgain(
      String original, int batch, int queries, int keys, String name) {
    AttentionWorkload workload = SpecCatalogue.workload(original);
    AttentionWorkload changed =
        WorkloadName.rename(
            workload,
            workload.with(
                Map.of("batch", "" + batch, "queryLength", "" + queries, "keyLength", "" + keys)));

    assertThat(changed.name()).isEqualTo(name);
    assertThat(WorkloadName.find(name)).contains(changed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bert-4096+mask-causal",
        "gpt-2-prefill+mask-window-64+bytes.K-0.5+bytes.V-0.5",
        "bert+queryDim-32",
        "deepseek-v3-decode-b1+logitBytes-4+valuesInKeys-false",
        "mistral-7b-prefill+mask-none"
      })
  void findsOtherFiguresToo(String name) {
    AttentionWorkload found = WorkloadName.find(name).orElseThrow();
    AttentionWorkload original = SpecCatalogue.workload(WorkloadName.original(name));

    assertThat(found.name()).isEqualTo(name);
    assertThat(found.description()).isEmpty();
    assertThat(WorkloadName.rename(original, found.named("other")).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"93, -128", "98, -128", "100, -128", "98, -b8-q1-k4096+queryDim-32"})
  void shortensTheNameOfTheOriginalIfNeedBe(int length, String changes) {
    AttentionWorkload own = SpecCatalogue.workload("bert").named("w".repeat(length));
    AttentionWorkload changed =
        changes.equals("-128")
            ? own.withSequence(128)
            : own.with(
                Map.of("batch", "8", "queryLength", "1", "keyLength", "4096", "queryDim", "32"));

    String name = WorkloadName.rename(own, changed).name();

    assertThat(name).hasSizeLessThanOrEqualTo(100).endsWith("w" + changes);
    assertThat(name.length()).isEqualTo(Math.min(100, length + changes.length()));
  }

  @ParameterizedTest
  @CsvSource({
    "bert,                   bert",
    "bert-4096,              bert",
    "bert-b8-4096+queryDim-32, bert",
    "my+layer,               my+layer",
    "my+layer+queryDim-32,   my+layer",
  })
  void findsTheNameOfTheOriginal(String name, String original) {
    assertThat(WorkloadName.original(name)).isEqualTo(original);
  }

  @Test
  void doesNotFindWhatDoesNotShip() {
    assertThat(WorkloadName.find("bart-4096")).isEmpty();
  }

  /** Of such a name, callers say where it stands and what it could be. */
  @ParameterizedTest
  @ValueSource(
      strings = {"bert-0", "bert-b0-512", "bert-99999999999", "bert-q0", "bert+mask-window-0"})
  void doesNotFindLengthsThatNoWorkloadHas(String name) {
    assertThat(WorkloadName.find(name)).isEmpty();
  }

  /** The shipped descriptions state lengths: "one prompt of 4096 tokens". */
  @Test
  void leavesOutADescriptionOfOtherFigures() {
    AttentionWorkload shipped = SpecCatalogue.workload("gpt-2-prefill");
    AttentionWorkload same = WorkloadName.rename(shipped, shipped.withSequence(4096));
    AttentionWorkload longer = WorkloadName.rename(shipped, shipped.withSequence(8192));

    assertThat(shipped.description()).contains("4096 tokens");
    assertThat(same).isEqualTo(shipped);
    assertThat(longer.description()).isEmpty();
    assertThat(WorkloadName.find("gpt-2-prefill-8192")).contains(longer);
  }
}
