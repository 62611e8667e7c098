package org.flatsearch.cost.flat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

/** Which schedules {@code flat} accepts, one test per rule. */
class FlatRulesTest {
  private static final AttentionWorkload BERT = SpecCatalogue.workload("bert");
  private static final ScheduleEvaluator EVALUATOR =
      new FlatModel().bind(SpecCatalogue.accelerator("flat-edge"), BERT);

  private static String refusal(boolean fused, Consumer<LoopNest> change) {
    LoopNest nest =
        new FlatSchedule(BERT)
            .place(Tensor.Q, FlatSchedule.Placement.STAGED)
            .fused(fused)
            .rowTile(64)
            .toNest();
    assertThat(EVALUATOR.refusal(nest)).isEmpty();
    change.accept(nest);
    return EVALUATOR.refusal(nest).orElseThrow();
  }

  @Test
  void acceptsTheStagesOwnLoopsInAnyOrder() {
    LoopNest nest = new FlatSchedule(BERT).toNest();
    int outer = nest.logit.order[2];
    nest.logit.order[2] = nest.logit.order[3];
    nest.logit.order[3] = outer;
    assertThat(EVALUATOR.refusal(nest)).isEmpty();
  }

  @Test
  void refusesOtherSharedLoops() {
    assertThat(refusal(true, nest -> nest.form = SharedLoops.INSTANCE))
        .contains("shares the loops (instance, row)", "shares (instance)", "all 512 rows");
    assertThat(refusal(true, nest -> nest.form = SharedLoops.INSTANCE_ROW_KEY))
        .contains("shares (instance, row, key)");
  }

  @Test
  void refusesCutDimensionsOfAStage() {
    assertThat(refusal(true, nest -> nest.logit.tile[Dimension.QUERY_DIM.ordinal()] = 32))
        .contains("own dimensions whole", "queryDim tile of stage logit is 32", "use 64");
    assertThat(refusal(true, nest -> nest.attend.tile[Dimension.KEY.ordinal()] = 256))
        .contains("key tile of stage attend is 256");
  }

  @Test
  void refusesTensorsHeldElsewhere() {
    assertThat(refusal(true, nest -> nest.inside[Tensor.K.ordinal()] = 0))
        .contains("K", "held inside 'instance'", "\"inside\": \"row\" or \"array\"");
    assertThat(refusal(true, nest -> nest.inside[Tensor.V.ordinal()] = 2))
        .contains("V", "held inside 'key'");
  }

  @Test
  void refusesLogitsThatAreBufferedOnTheirWayThroughDram() {
    assertThat(refusal(false, nest -> nest.inside[Tensor.LOGITS_OUT.ordinal()] = 1))
        .contains("logitsOut is held in the buffer");
    assertThat(refusal(false, nest -> nest.inside[Tensor.LOGITS_IN.ordinal()] = 2))
        .contains("logitsIn is held in the buffer");
  }

  @Test
  void refusesSlotsThatItWouldNotCount() {
    assertThat(refusal(true, nest -> nest.slots[Tensor.Q.ordinal()] = 1))
        .contains("double-buffers", "Q has 1 slots", "\"slots\": 2");
    assertThat(refusal(true, nest -> nest.slots[Tensor.LOGITS.ordinal()] = 2))
        .contains("logits has 2 slots", "\"slots\": 1");
  }

  @Test
  void refusesATransposedArray() {
    assertThat(refusal(true, nest -> nest.attend.transposed = true))
        .contains("stage attend is transposed");
  }
}
