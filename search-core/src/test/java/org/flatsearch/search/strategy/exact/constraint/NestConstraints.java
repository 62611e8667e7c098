package org.flatsearch.search.strategy.exact.constraint;

import static org.flatsearch.search.strategy.exact.constraint.StageVariables.HEAD;
import static org.flatsearch.search.strategy.exact.constraint.StageVariables.KEY;
import static org.flatsearch.search.strategy.exact.constraint.StageVariables.ROW;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.chocosolver.solver.variables.BoolVar;
import org.chocosolver.solver.variables.IntVar;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** All nests of one form: both stages, the softmax between them, and the capacity. */
final class NestConstraints {
  /** Which loops the stages share in addition to instances, and where the logits go. */
  enum Form {
    INSTANCE_DRAM(false, false, false, false),
    ROW_DRAM(false, true, false, false),
    INSTANCE_FUSED(true, false, false, false),
    ROW_FUSED(true, true, false, false),
    ROW_KEY(true, true, true, false),
    KEY_ROW(true, true, true, true);

    final boolean fused;
    final boolean sharesRows;
    final boolean sharesKeys;
    final boolean keysFirst;

    Form(boolean fused, boolean sharesRows, boolean sharesKeys, boolean keysFirst) {
      this.fused = fused;
      this.sharesRows = sharesRows;
      this.sharesKeys = sharesKeys;
      this.keysFirst = keysFirst;
    }
  }

  private final Terms terms = new Terms();
  private final Form form;
  private final Accelerator accelerator;
  private final Prices prices;
  private final int instances;
  private final int rows;
  private final int keys;
  private final int wordBytes;
  private final StageVariables logit;
  private final StageVariables attend;
  private final IntVar instanceTile;
  private final List<IntVar> footprints = new ArrayList<>();
  private final List<IntVar> costs = new ArrayList<>();
  private final IntVar total;

  NestConstraints(Form form, Accelerator accelerator, AttentionWorkload workload, Prices prices) {
    this.form = form;
    this.accelerator = accelerator;
    this.prices = prices;
    instances = workload.instances();
    rows = workload.rows();
    keys = workload.keys();
    wordBytes = workload.wordBytes();
    logit = stage(0, workload.queryDim());
    attend = stage(1, workload.valueDim());
    int[] tiles =
        IntStream.rangeClosed(1, instances).filter(size -> instances % size == 0).toArray();
    instanceTile = terms.model.intVar("instance tile", tiles);
    if (form.sharesRows) {
      logit.share(ROW, form.keysFirst ? 2 : 1, attend);
    }
    if (form.sharesKeys) {
      logit.share(KEY, form.keysFirst ? 1 : 2, attend);
    }
    addTensors();
    total = terms.sum(costs.toArray(IntVar[]::new));
  }

  private StageVariables stage(int stage, int headDim) {
    int[] extents = {rows, keys, headDim};
    return new StageVariables(terms, stage, extents, accelerator.rows(), accelerator.columns());
  }

  private void addTensors() {
    tensor(logit, KEY, false);
    tensor(logit, ROW, false);
    tensor(attend, ROW, false);
    TensorVariables output = tensor(attend, KEY, true);
    addSoftmaxOnChip();
    if (form.fused) {
      addFusedLogits();
    } else {
      tensor(logit, HEAD, true);
      tensor(attend, HEAD, false);
    }
    if (form.sharesKeys) {
      addStatistics(output);
    }
    IntVar held = terms.sum(footprints.toArray(IntVar[]::new));
    int buffer = (int) accelerator.bufferBytes();
    terms.model.arithm(held, "<=", buffer).post();
    if (!form.fused) {
      addSoftmaxPass(terms.atMost(held, terms.constant(buffer - keys * wordBytes)));
    }
  }

  private TensorVariables tensor(StageVariables stage, int lacking, boolean isOutput) {
    TensorVariables tensor =
        new TensorVariables(
            terms,
            stage,
            lacking,
            isOutput,
            instances,
            instanceTile,
            wordBytes,
            accelerator.accumulatorBytes(),
            prices);
    footprints.add(tensor.footprint);
    costs.add(tensor.cost);
    return tensor;
  }

  private int logits() {
    return instances * rows * keys;
  }

  private int outputs() {
    return instances * rows * attend.extents[HEAD];
  }

  /** Two reads and a write per logit, one of each per output; rescaling repeats the latter. */
  private void addSoftmaxOnChip() {
    int output = outputs() * (prices.onChipRead() + prices.onChipWrite());
    int constant = logits() * (2 * prices.onChipRead() + prices.onChipWrite()) + output;
    costs.add(
        form.sharesKeys
            ? terms.sum(constant - output, new int[] {output}, logit.trips[KEY])
            : terms.constant(constant));
  }

  /** Adds logits that are held inside the innermost shared loop, between the stages. */
  private void addFusedLogits() {
    IntVar slots = terms.between(1, 3);
    IntVar partialSums = logit.passes[HEAD];
    IntVar bytes =
        terms.choice(
            terms.moreThanOne(partialSums),
            terms.constant(accelerator.accumulatorBytes()),
            terms.constant(wordBytes));
    IntVar heldRows = form.sharesRows ? logit.tile[ROW] : terms.constant(rows);
    IntVar heldKeys = form.sharesKeys ? logit.tile[KEY] : terms.constant(keys);
    IntVar words = terms.product(instanceTile, terms.product(heldRows, heldKeys));
    footprints.add(terms.product(slots, terms.product(words, bytes)));
    int read = prices.onChipRead() * logits();
    int write = prices.onChipWrite() * logits();
    int[] weights = {read + write, read};
    costs.add(terms.sum(-read, weights, partialSums, attend.passes[HEAD]));
  }

  /** Adds the maximum and sum of each row, which with keys outside rows move with the output. */
  private void addStatistics(TensorVariables output) {
    IntVar held = form.keysFirst ? output.extent(ROW) : logit.tile[ROW];
    IntVar tile = terms.product(instanceTile, held);
    footprints.add(terms.sum(0, new int[] {2 * accelerator.accumulatorBytes()}, tile));
    if (form.keysFirst) {
      BoolVar move =
          terms.all(
              terms.atMost(attend.position[ROW], output.inside),
              terms.moreThanOne(attend.trips[ROW]),
              terms.moreThanOne(attend.trips[KEY]));
      int words = 2 * instances * rows;
      int dram = prices.dramWord() * words;
      int read = prices.onChipRead() * words;
      int write = prices.onChipWrite() * words;
      int[] weights = {2 * dram + read + write};
      IntVar moved = terms.sum(-dram - write, weights, attend.trips[KEY]);
      costs.add(terms.choice(move, moved, terms.constant(0)));
    }
  }

  /**
   * One pass over a row that fits into what is left of the buffer, else three reads and a write.
   */
  private void addSoftmaxPass(BoolVar rowFits) {
    int write = prices.dramWord() + prices.onChipRead();
    int read = prices.dramWord() + prices.onChipWrite();
    costs.add(
        terms.choice(
            rowFits,
            terms.constant(logits() * (read + write)),
            terms.constant(logits() * (3 * read + write))));
  }

  /** The least cost of all nests, if it is below {@code limit}. */
  OptionalInt least(int limit) {
    terms.model.arithm(total, "<", limit).post();
    var solver = terms.model.getSolver();
    var best = solver.findOptimalSolution(total, false);
    return best == null ? OptionalInt.empty() : OptionalInt.of(best.getIntVal(total));
  }
}
