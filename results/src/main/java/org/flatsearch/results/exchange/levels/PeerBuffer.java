package org.flatsearch.results.exchange.levels;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.AttentionWorkload;

/**
 * What peers count as held in a buffer at once, beyond which they stop: the tiles of a stage.
 *
 * @param tool what notes call the peer
 * @param loops the loops that the export has
 * @param capacityBytes the size of the buffer as the export states it
 * @param wholeLogits whether it counts the logits of all iterations inside the shared loops
 */
public record PeerBuffer(
    String tool,
    LevelledSchedule loops,
    AttentionWorkload workload,
    long capacityBytes,
    boolean wholeLogits) {

  /** Says that the tiles of one stage exceed the buffer, and by how much, if they do. */
  public Optional<String> excess() {
    return Arrays.stream(Stage.values())
        .map(
            stage ->
                excess(
                    List.of(
                        stage.input(loops.fused()), stage.weight(), stage.output(loops.fused())),
                    stage))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Says so of the operands of both stages together. */
  public Optional<String> excessOfOperands() {
    return excess(List.of(Tensor.Q, Tensor.K, Tensor.V, Tensor.O), Stage.LOGIT);
  }

  /**
   * @param at the stage whose tile of the logits counts
   */
  private Optional<String> excess(List<Tensor> tensors, Stage at) {
    List<Tensor> held = tensors.stream().filter(t -> !loops.atArray().contains(t)).toList();
    long bytes = 0;
    for (Tensor tensor : held) {
      boolean logits = tensor == Tensor.LOGITS;
      StageLevels levels = loops.stage(logits ? at : tensor.stage());
      long words = 1;
      for (Dimension dimension : levels.stage().dimensions()) {
        boolean whole = logits && wholeLogits && !loops.form().shares(dimension);
        long elements = whole ? levels.extent(dimension) : levels.tile(dimension);
        words *= tensor.isIndexedBy(dimension) ? elements : 1;
      }
      bytes += words * workload.wordBytes();
    }
    return bytes <= capacityBytes
        ? Optional.empty()
        : Optional.of(
            "%s stops: tiles of %s take %s bytes, %s more than the buffer has."
                .formatted(
                    tool,
                    held.stream().map(Tensor::jsonName).collect(Collectors.joining(", ")),
                    bytes,
                    bytes - capacityBytes));
  }
}
