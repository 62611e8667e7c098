package org.flatsearch.experiments.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

class TargetTextTest {

  /** A reader must not take the buffer of each of eight cores for one that they share. */
  @Test
  void saysWhatEachCoreHasForItself() {
    Accelerator one = SpecCatalogue.accelerator("flat-edge-64-lanes");
    Accelerator eight = one.with("cores", "8");

    assertThat(TargetText.of(one))
        .endsWith(": 32×32 PEs at 940 MHz, buffer 512 KiB, DRAM 53.69 GB/s, 64 softmax lanes");
    assertThat(TargetText.of(eight))
        .endsWith(
            ": 8 cores of 32×32 PEs at 940 MHz, each with a buffer of 512 KiB and 64 softmax lanes,"
                + " DRAM 53.69 GB/s");
    assertThat(TargetText.of(eight.with("multicast", "true"))).endsWith("GB/s, multicast");
  }

  @Test
  void tellsTheBandwidthOfWritesWhereItIsAnother() {
    Accelerator slow =
        SpecCatalogue.accelerator("flat-edge").with("dramWriteBytesPerSecond", "5GB/s");

    assertThat(TargetText.dram(slow)).isEqualTo("53.69 GB/s or 5 GB/s");
    assertThat(TargetText.dram(slow.with("dramShared", "false"))).isEqualTo("53.69 GB/s + 5 GB/s");
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
