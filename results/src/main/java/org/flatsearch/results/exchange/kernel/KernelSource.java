package org.flatsearch.results.exchange.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import org.flatsearch.results.exchange.TextResource;
import org.flatsearch.results.exchange.kernel.KernelForm.Held;
import org.flatsearch.results.exchange.kernel.KernelForm.Tiles;
import org.flatsearch.spec.AttentionWorkload;

/** The text of the kernel and of programs around it. */
public final class KernelSource {
  /** The name of the C file. */
  public static final String FILE = "attention_kernel.c";

  /** The name of the header. */
  public static final String HEADER = "attention_kernel.h";

  private final AttentionWorkload workload;

  /** The kernel for a layer, and for any of other lengths and numbers of heads and batches. */
  public KernelSource(AttentionWorkload workload) {
    KernelForm.requireWords(workload);
    this.workload = workload;
  }

  /** The header. */
  public String header() {
    Map<String, Object> constants = new LinkedHashMap<>();
    constants.put("ATTENTION_BF16", KernelForm.isBf16(workload) ? 1 : 0);
    constants.put("ATTENTION_QUERY_DIM", workload.queryDim());
    constants.put("ATTENTION_VALUE_DIM", workload.valueDim());
    constants.put("ATTENTION_GROUP", workload.queryHeads() / workload.keyValueHeads());
    return """
    /* Attention of layers as %s, by a kernel that FlatSearch wrote. */
    #ifndef ATTENTION_KERNEL_H
    #define ATTENTION_KERNEL_H

    /* Dimensions of a head, and the query heads that share a key/value head. */
    """
            .formatted(workload.name())
        + defines(constants)
        + part("header.h")
        + "#endif\n";
  }

  /** The kernel with the tiles of a schedule, and a program that checks and measures it. */
  String kernel(String title, KernelForm form) {
    Tiles tiles = form.tiles();
    Map<String, Object> constants = new LinkedHashMap<>();
    constants.put("ROW_TILE", tiles.rows());
    constants.put("KEY_TILE", tiles.keys());
    constants.put("VALUE_TILE", tiles.values());
    constants.put("KEY_PART", tiles.part() < workload.keys() ? tiles.part() : "INT64_MAX");
    constants.put("ROWS_WHOLE", tiles.hasWholeRows() ? 1 : 0);
    return title
        + includes()
        + """
        /* The tiles: rows, keys of Logit and of Attend, keys of a part; whether rows are whole. */
        """
        + defines(constants)
        + layer(form.keys(), form.values())
        + part("micro-kernel.c")
        + part("attention.c")
        + "\n#ifndef ATTENTION_NO_MAIN\n"
        + part("layer.c")
        + part("check.c")
        + part("peak.c")
        + part("main.c")
        + "#endif\n";
  }

  /** A program that times several choices of tiles in turns; {@code tune.c} has its arguments. */
  public String comparison() {
    Map<String, Object> constants = new LinkedHashMap<>();
    constants.put("ROW_TILE", "chosen.rows");
    constants.put("KEY_TILE", "chosen.keys");
    constants.put("VALUE_TILE", "chosen.values");
    constants.put("KEY_PART", "chosen.part");
    constants.put("ROWS_WHOLE", "chosen.has_whole_rows");
    return includes()
        + "static struct { int64_t rows, keys, values, part, has_whole_rows; } chosen;\n"
        + defines(constants)
        + layer(Held.INSIDE_KEY, Held.INSIDE_KEY)
        + part("micro-kernel.c")
        + part("attention.c")
        + part("layer.c")
        + part("check.c")
        + part("tune.c");
  }

  /** A program that measures what an accelerator's figures need; {@code calibrate.c} says how. */
  public String calibration() {
    Map<String, Object> constants = new LinkedHashMap<>();
    constants.put("ROW_TILE", 256);
    constants.put("KEY_TILE", 256);
    constants.put("VALUE_TILE", 256);
    constants.put("KEY_PART", "INT64_MAX");
    constants.put("ROWS_WHOLE", 0);
    return includes()
        + defines(constants)
        + layer(Held.INSIDE_KEY, Held.INSIDE_KEY)
        + part("micro-kernel.c")
        + part("attention.c")
        + part("layer.c")
        + part("peak.c")
        + part("calibrate.c");
  }

  private static String includes() {
    return """
    #include "%s"

    #include <stdlib.h>
    #include <string.h>
    #ifdef _OPENMP
    #include <omp.h>
    #endif

    """
        .formatted(HEADER);
  }

  private String layer(Held keys, Held values) {
    Map<String, Object> mask = new LinkedHashMap<>();
    int window = workload.mask().window();
    mask.put("MASKED", workload.mask().isNone() ? 0 : 1);
    mask.put("WINDOW", window < workload.keyLength() ? window : "INT32_MAX");
    Map<String, Object> layer = new LinkedHashMap<>();
    layer.put("BATCH", workload.batch());
    layer.put("KEY_VALUE_HEADS", workload.keyValueHeads());
    layer.put("QUERIES", workload.queryLength());
    layer.put("KEYS", workload.keyLength());
    layer.put("VALUES_IN_KEYS", workload.valuesInKeys() ? 1 : 0);
    Map<String, Object> held = new LinkedHashMap<>();
    for (Held each : Held.values()) {
      held.put(each.name(), each.ordinal());
    }
    held.put("K_INSIDE", keys);
    held.put("V_INSIDE", values);
    return "\n/* Whether a query sees no key after its own, and how many before it. */\n"
        + defines(mask)
        + "\n/* The layer that the programs below check and measure. */\n"
        + defines(layer)
        + "\n/* Where tiles are held decides how ATTENTION_COUNT counts their words. */\n"
        + defines(held)
        + "\n";
  }

  private static String defines(Map<String, Object> constants) {
    StringBuilder text = new StringBuilder();
    constants.forEach(
        (name, value) ->
            text.append("#define ").append(name).append(' ').append(value).append('\n'));
    return text.toString();
  }

  private static String part(String name) {
    return "\n" + TextResource.read(KernelSource.class, name);
  }
}
