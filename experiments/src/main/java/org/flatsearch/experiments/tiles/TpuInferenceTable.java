package org.flatsearch.experiments.tiles;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.flatsearch.experiments.kernel.KernelSearch.Choice;
import org.flatsearch.spec.AttentionWorkload;

/** {@code flash_attention/tuned_params.py} of tpu-inference: attention without a cache. */
final class TpuInferenceTable extends LookupTable {
  /** The name of the dictionary. */
  static final String NAME = "tuned_params_mapping";

  TpuInferenceTable(TileSearch search, Consumer<String> out) {
    super(search, out);
  }

  @Override
  Optional<Choice> choice(ShapeTiles tiles) {
    return tiles.choices().stream().findFirst();
  }

  @Override
  String key(ShapeTiles tiles) {
    AttentionWorkload shape = tiles.shape();
    return "TuningKey(batch_size=%d, num_heads=%d, q_seq_len=%d, kv_seq_len=%d, head_dim=%d, q_dtype=\"%s\", kv_dtype=\"%s\")"
        .formatted(
            shape.batch(),
            shape.queryHeads(),
            shape.queryLength(),
            shape.keyLength(),
            shape.queryDim(),
            ShapeTiles.type(shape.bytes().q()),
            ShapeTiles.type(shape.bytes().k()));
  }

  /** A step of all keys is one without an online softmax, and may be no multiple of 128. */
  @Override
  String value(ShapeTiles tiles, Map<String, Integer> blocks) {
    int keys = tiles.shape().keyLength();
    int step = Math.min(keys, blocks.get("block_kv_compute"));
    int loaded = step == keys ? keys : blocks.get("block_kv");
    return "TunableParams(block_q=%d, block_k_major=%d, block_k=%d, block_b=1)"
        .formatted(Math.min(tiles.shape().queryLength(), blocks.get("block_q")), loaded, step);
  }

  @Override
  void end() {
    write(
        "from tpu_inference.kernels.flash_attention.tuned_params import TunableParams,"
            + " TuningKey\n\n"
            + NAME
            + " = {\n");
    entries("    ");
    write("}\n");
  }
}
