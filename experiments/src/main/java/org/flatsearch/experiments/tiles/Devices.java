package org.flatsearch.experiments.tiles;

import java.util.Locale;
import java.util.Map;
import org.flatsearch.experiments.search.AcceleratorName;
import org.flatsearch.spec.Accelerator;

/** What software calls chips. */
final class Devices {
  private static final Map<String, String> OF_JAX =
      Map.of(
          "tpu-v5p", "TPU v5",
          "tpu-v6e", "TPU v6 lite",
          "tpu-v7x", "TPU7x",
          "h100", "NVIDIA H100 80GB HBM3",
          "a100", "NVIDIA A100-SXM4-80GB");

  private Devices() {}

  /** As JAX names the kind of a device; the chip's own name where that is not known. */
  static String ofJax(Accelerator chip) {
    String name = AcceleratorName.original(chip.name());
    return OF_JAX.getOrDefault(name, name);
  }

  /** As tables for TPUs name it: {@code TPU v6e}, {@code TPU v7}. */
  static String ofTables(Accelerator chip) {
    String name = AcceleratorName.original(chip.name()).toLowerCase(Locale.ROOT);
    return name.startsWith("tpu-") ? "TPU " + name.substring(4).replace("v7x", "v7") : name;
  }
}
