package org.flatsearch.experiments.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;

class TargetTextTest {
  @Test
  void countsOneOfAnythingInTheSingular() {
    assertThat(TargetText.of(new AttentionWorkload("tiny", "", 1, 1, 1, 1, 1, 4, 4, 2)))
        .isEqualTo("tiny: batch 1, 1 head of 4, 1 query × 1 key, 2-byte words");
  }

  @Test
  void tellsHeadsThatShareKeys() {
    assertThat(
            TargetText.of(new AttentionWorkload("absorbed", "", 64, 128, 1, 1, 4096, 576, 512, 2)))
        .isEqualTo(
            "absorbed: batch 64, 128 query and 1 key/value heads of 576/512, 1 query × 4,096 keys,"
                + " 2-byte words");
  }
}
