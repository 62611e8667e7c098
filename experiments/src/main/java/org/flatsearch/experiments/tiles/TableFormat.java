package org.flatsearch.experiments.tiles;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.json.InvalidInputException;

/** How a table is written. */
public enum TableFormat {
  CSV(CsvTable::new),
  JSON(JsonTable::new),
  MAXTEXT(MaxTextTable::new, "block_q", "block_kv", "block_kv_compute"),
  SPLASH(PythonTable::splash, "block_q", "block_kv", "block_kv_compute"),
  SGLANG_JAX(SglangJaxTable::new, "bq", "bkv", "bq_c", "bkv_c"),
  TPU_INFERENCE(TpuInferenceTable::new, "block_q", "block_kv", "block_kv_compute"),
  TOKAMAX(TokamaxTable::new, "block_q", "block_kv"),
  TRITON(PythonTable::triton, "block_q", "block_kv", "warps", "stages"),
  FLEX(PythonTable::flex, "block_q", "block_kv", "warps", "stages");

  private final BiFunction<TileSearch, Consumer<String>, TableWriter> writer;
  private final List<String> parameters;

  TableFormat(BiFunction<TileSearch, Consumer<String>, TableWriter> writer, String... parameters) {
    this.writer = writer;
    this.parameters = List.of(parameters);
  }

  TableWriter writer(TileSearch search, Consumer<String> out) {
    return writer.apply(search, out);
  }

  /**
   * Refuses a kernel that has not the parameters of this table.
   *
   * @throws InvalidInputException naming what is missing
   */
  public void require(Kernel kernel) {
    for (String parameter : parameters) {
      if (!kernel.parameters().containsKey(parameter)) {
        throw new InvalidInputException(
            "--format %s: has no place for kernel '%s', which has no parameter %s; take csv or json, or a kernel with %s."
                .formatted(this, kernel.name(), parameter, String.join(", ", parameters)));
      }
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
