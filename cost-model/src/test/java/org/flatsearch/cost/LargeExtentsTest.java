package org.flatsearch.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

/** Extents near the end of 31 bits are counted right, or refused. */
class LargeExtentsTest {
  private static final Accelerator ACCELERATOR =
      SpecCatalogue.accelerator("flat-edge").with(Map.of("rows", "1048576", "columns", "1048576"));

  @Test
  void footprintsOfManyInstancesDoNotOverflow() {
    AttentionWorkload workload = workload(1 << 30, 1, 1, 1);
    CostSheet sheet = evaluate(LatencyGap.CLOSED_FORM, workload);
    assertThat(sheet.footprintBytes).isEqualTo(9.0 * (1 << 30));
    assertThat(sheet.violationBytes).isPositive();
  }

  @Test
  void bothModelsCountTheSameOfManyKeys() {
    AttentionWorkload workload = workload(1, 2, 1_500_000_000, 3);
    CostSheet closed = evaluate(LatencyGap.CLOSED_FORM, workload);
    CostSheet walked = evaluate(LatencyGap.WALK, workload);
    assertThat(walked.dramReadWords).isEqualTo(2 * 3 + 2 * 3 * 1_500_000_000L);
    assertThat(closed.dramReadWords).isEqualTo(walked.dramReadWords);
    assertThat(closed.footprintBytes).isEqualTo(walked.footprintBytes);
    assertThat(closed.latencySeconds).isLessThanOrEqualTo(walked.latencySeconds).isPositive();
  }

  /** The end of the second tile of rows, and of keys, is beyond 31 bits. */
  @Test
  void bothModelsCountTheSameOfLargeTilesUnderAMask() {
    Map<AttentionWorkload, Dimension> cases =
        Map.of(
            new AttentionWorkload("rows", "", 1, 1024, 1, (1 << 21) - 1, 1 << 21, 1, 1, 1),
            Dimension.ROW,
            new AttentionWorkload("keys", "", 1, 1, 1, 1000, Integer.MAX_VALUE, 1, 1, 1),
            Dimension.KEY);
    cases.forEach(
        (unmasked, dimension) -> {
          AttentionWorkload workload = unmasked.withMask(Mask.CAUSAL);
          LoopNest nest = inOneTile(workload);
          for (Stage stage : Stage.values()) {
            Nests.setTile(nest, stage, dimension.ordinal(), 1_500_000_000);
          }
          CostSheet closed = Nests.cost(LatencyGap.CLOSED_FORM, ACCELERATOR, workload, nest);
          CostSheet walked = Nests.cost(LatencyGap.WALK, ACCELERATOR, workload, nest);
          assertThat(walked.macs).as(workload.name()).isEqualTo(closed.macs).isPositive();
          assertThat(walked.executedLogits).isEqualTo(closed.executedLogits).isPositive();
          assertThat(walked.dramReadWords).isEqualTo(closed.dramReadWords);
        });
  }

  /** They would be 2^40 pairs of tiles of rows and keys, or 2^36 tiles to deal. */
  @Test
  void walksOfTooManyTilesAreRefusedBeforeTheyBegin() {
    AttentionWorkload workload = workload(1, 1 << 20, 1 << 20, 1).withMask(Mask.CAUSAL);
    LoopNest nest = inOneTile(workload);
    for (Stage stage : Stage.values()) {
      nest.stage(stage).tile[Dimension.ROW.ordinal()] = 1;
      nest.stage(stage).tile[Dimension.KEY.ordinal()] = 1;
    }
    assertRefused(workload, nest, "goes through 2097152 tiles of rows and keys");
    AttentionWorkload shorter = workload(1, 1 << 18, 1 << 18, 1).withMask(Mask.CAUSAL);
    nest.form = SharedLoops.INSTANCE_ROW;
    nest.keyPart = 1;
    assertRefused(shorter, nest, "goes through 68719476736 tiles of rows and parts of keys");
  }

  private static void assertRefused(AttentionWorkload workload, LoopNest nest, String reason) {
    assertThatThrownBy(() -> Nests.cost(LatencyGap.WALK, ACCELERATOR, workload, nest))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Walking this schedule takes too long")
        .hasMessageContaining(reason);
  }

  @Test
  void largeDimensionsOfVectorsAreAddedRight() {
    AttentionWorkload workload = workload(1, 1, 1, 1_500_000_000);
    CostSheet sheet = evaluate(LatencyGap.CLOSED_FORM, workload);
    assertThat(sheet.macs).isEqualTo(3_000_000_000L);
    assertThat(sheet.idealLatencySeconds).isPositive();
  }

  @Test
  void whatCouldOverflowIsRefused() {
    AttentionWorkload words = workload(1, 1 << 30, Integer.MAX_VALUE, 1);
    AttentionWorkload operations = workload(1, 1 << 22, 1 << 22, 1);
    Accelerator busy = ACCELERATOR.with(Map.of("laneOperations.perLogit", "1048576"));
    Accelerator wide = ACCELERATOR.with(Map.of("accumulatorBytes", "524288"));
    for (CostModel model : new CostModel[] {LatencyGap.CLOSED_FORM, LatencyGap.WALK}) {
      assertThatThrownBy(() -> model.bind(ACCELERATOR, words))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("cannot count workload 'large'");
      for (Accelerator accelerator : new Accelerator[] {busy, wide}) {
        assertThatThrownBy(() -> model.bind(accelerator, operations))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining("lane operations or bytes in the buffer could exceed 63 bits");
      }
    }
  }

  @Test
  void aSheetKeepsNothingOfAnotherModel() {
    AttentionWorkload workload = workload(1, 1, 1, 1);
    CostSheet sheet = new CostSheet();
    sheet.extrapolated = true;
    LatencyGap.CLOSED_FORM.bind(ACCELERATOR, workload).evaluate(inOneTile(workload), sheet);
    assertThat(sheet.extrapolated).isFalse();
  }

  private static AttentionWorkload workload(int batch, int queries, int keys, int dim) {
    return new AttentionWorkload("large", "", batch, 1, 1, queries, keys, dim, dim, 1);
  }

  private static CostSheet evaluate(CostModel model, AttentionWorkload workload) {
    return Nests.cost(model, ACCELERATOR, workload, inOneTile(workload));
  }

  /** Everything in one tile, inputs and outputs in two slots. */
  private static LoopNest inOneTile(AttentionWorkload workload) {
    LoopNest nest = new LoopNest();
    for (Stage stage : Stage.values()) {
      int[] extents = Extents.of(workload);
      System.arraycopy(extents, 0, nest.stage(stage).tile, 0, extents.length);
      int next = 0;
      for (Dimension dimension : stage.dimensions()) {
        nest.stage(stage).order[next++] = dimension.ordinal();
      }
    }
    Arrays.fill(nest.inside, 0);
    Arrays.fill(nest.slots, 2);
    nest.slots[Tensor.LOGITS.ordinal()] = 1;
    return nest;
  }
}
