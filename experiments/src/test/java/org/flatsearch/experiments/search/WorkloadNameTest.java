package org.flatsearch.experiments.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @Test
  void doesNotFindWhatDoesNotShip() {
    assertThat(WorkloadName.find("bart-4096")).isEmpty();
  }
}
