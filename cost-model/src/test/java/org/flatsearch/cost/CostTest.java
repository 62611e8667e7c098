package org.flatsearch.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.flatsearch.cost.Cost.Violation;
import org.flatsearch.schedule.Tensor;
import org.junit.jupiter.api.Test;

class CostTest {
  private final CostSheet sheet = new CostSheet();

  @Test
  void listsTheFourTensorsAlwaysAndOthersWhenTheyMove() {
    sheet.trafficBytesByTensor[Tensor.Q.ordinal()] = 10;
    sheet.trafficBytesByTensor[Tensor.LOGITS_OUT.ordinal()] = 5;

    assertThat(Cost.of(sheet).trafficBytesByTensor())
        .containsOnlyKeys(Tensor.Q, Tensor.K, Tensor.V, Tensor.O, Tensor.LOGITS_OUT)
        .containsEntry(Tensor.Q, 10.0)
        .containsEntry(Tensor.K, 0.0);
  }

  @Test
  void doesNotChangeWhenTheSheetIsFilledAgain() {
    sheet.latencySeconds = 1;
    sheet.bound = Bound.DRAM;
    Cost cost = Cost.of(sheet);

    sheet.clear();

    assertThat(cost.latencySeconds()).isEqualTo(1);
    assertThat(cost.bound()).isEqualTo(Bound.DRAM);
  }

  @Test
  void relatesEnergyAndTheIdealToLatency() {
    sheet.latencySeconds = 3;
    sheet.energyJoules = 5;
    sheet.leakageJoules = 7; // reported apart, and no part of the product
    sheet.idealLatencySeconds = 2;

    assertThat(Cost.of(sheet).edpJouleSeconds()).isEqualTo(15);
    assertThat(Cost.of(sheet).timesIdeal()).isEqualTo(1.5);
  }

  @Test
  void isFeasibleWithoutViolation() {
    assertThat(Cost.of(sheet).isFeasible()).isTrue();
    assertThat(Cost.of(sheet).violations()).isEmpty();
  }

  @Test
  void chargesWhatDoesNotFitToTheLargestTensorsFirst() {
    sheet.footprintBytesByTensor[Tensor.Q.ordinal()] = 100;
    sheet.footprintBytesByTensor[Tensor.K.ordinal()] = 300;
    sheet.footprintBytesByTensor[Tensor.LOGITS.ordinal()] = 200;
    sheet.violationBytes = 350;

    Cost cost = Cost.of(sheet);

    assertThat(cost.violations())
        .containsExactly(
            new Violation(Optional.of(Tensor.K), 300),
            new Violation(Optional.of(Tensor.LOGITS), 50));
    assertThat(cost.violationBytes()).isEqualTo(350);
    assertThat(cost.isFeasible()).isFalse();
  }

  /** Once what registers lack was charged to whatever is largest in the buffer. */
  @Test
  void chargesWhatRegistersLackToRegisters() {
    sheet.footprintBytesByTensor[Tensor.K.ordinal()] = 300;
    sheet.violationBytes = 350;
    sheet.registerViolationBytes = 340;

    Cost cost = Cost.of(sheet);

    assertThat(cost.violations())
        .containsExactly(
            new Violation(Optional.empty(), 340), new Violation(Optional.of(Tensor.K), 10));
    assertThat(cost.violations()).extracting(Violation::what).containsExactly("registers", "K");
    assertThat(cost.violationBytes()).isEqualTo(350);
  }
}
