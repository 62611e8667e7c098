package org.flatsearch.experiments.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelDocumentTest {
  private static final String SPLASH =
      StrictJson.write(SpecCatalogue.kernelDocument("splash").node());

  private static Kernel read(String text) {
    return Kernel.read(StrictJson.readString(text, "mine.json"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"tile\": \"block_q\"; \"tile\": \"blok_q\"; names 'blok_q', which is no parameter",
        "\"divides\": \"block_kv\"; \"divides\": \"block_kv_compute\"; block_kv_compute →"
            + " block_kv_compute",
        "\"stepCycles\"; \"stepCycle\"; 'stepCycle' is neither a figure",
        "\"unit\": \"queries\"; \"unit\": \"bricks\"; /parameters/block_q/unit",
        "\"multipleOf\": 128; \"multipleOf\": \"2*\"; is not an expression",
        "\"multipleOf\": 128; \"multipleOf\": 96; must be a multiple of 96"
      })
  void saysWhatIsWrong(String right, String wrong, String words) {
    String spaced = SPLASH.replace(" : ", ": ");
    assertThat(spaced).contains(right);
    assertThatThrownBy(() -> read(spaced.replace(right, wrong)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("mine.json")
        .hasMessageContaining(words);
  }

  @Test
  void refusesValuesThatNoTileCanHave() {
    String spaced =
        SPLASH.replace(" : ", ": ").replace("\"tile\": \"block_q\"", "\"tile\": \"0*block_q\"");
    Kernel kernel = read(spaced);
    KernelOnChip on =
        KernelOnChip.of(
            kernel,
            SpecCatalogue.accelerator("tpu-v6e"),
            SpecCatalogue.workload("llama-7b-prefill"));
    assertThatThrownBy(() -> on.variant(Map.of()).schedule())
        .hasMessageContaining("0*block_q")
        .hasMessageContaining("at least 1");
    assertThatThrownBy(() -> on.variant(Map.of("block_q", 100)))
        .hasMessageContaining("block_q '100' of kernel 'splash' must be a multiple of 128");
    assertThatThrownBy(() -> on.variant(Map.of("block", 128))).hasMessageContaining("block_q");
  }

  @Test
  void refusesLayersAndMasksThatItCannotDo() {
    Kernel kernel = Kernel.named("mosaic-tpu");
    assertThatThrownBy(
            () ->
                KernelOnChip.of(
                    kernel,
                    SpecCatalogue.accelerator("tpu-v6e"),
                    SpecCatalogue.workload("llama-3-8b-decode")))
        .hasMessageContaining("kernel 'mosaic-tpu' is for prefill");
    assertThatThrownBy(
            () ->
                KernelOnChip.of(
                    kernel,
                    SpecCatalogue.accelerator("tpu-v6e"),
                    SpecCatalogue.workload("mistral-7b-prefill")
                        .with(Map.of("mask", "window-512"))))
        .hasMessageContaining("cannot do mask 'window'");
  }

  @Test
  void everyShippedKernelIsRead() {
    assertThat(Kernel.all()).hasSize(SpecCatalogue.kernelNames().size());
  }
}
