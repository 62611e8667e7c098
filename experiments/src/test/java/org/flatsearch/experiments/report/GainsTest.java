package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.experiments.compare.Records;
import org.flatsearch.experiments.definition.Comparison;
import org.junit.jupiter.api.Test;

class GainsTest {
  private static final Comparison FUSION =
      new Comparison("fusion", "fused", "unfused", "energy", List.of());

  private static Outcome outcome(
      String search, String accelerator, String workload, double joules, double violation) {
    CostSheet sheet = new CostSheet();
    sheet.energyJoules = joules;
    sheet.footprintBytesByTensor[0] = violation;
    sheet.violationBytes = violation;
    return new Outcome(
        Records.of(search, accelerator, workload, Cost.of(sheet)), 0, false, Set.of());
  }

  private static Outcome outcome(
      String search, String accelerator, String workload, double joules) {
    return outcome(search, accelerator, workload, joules, 0);
  }

  @Test
  void areGeometricMeansOverWorkloadsByAccelerator() {
    List<Gains> gains =
        Gains.of(
            List.of(FUSION),
            List.of(
                outcome("unfused", "cloud", "bert", 3),
                outcome("unfused", "edge", "xlm", 2),
                outcome("unfused", "edge", "bert", 8),
                outcome("fused", "edge", "bert", 2),
                outcome("fused", "edge", "xlm", 2),
                outcome("fused", "edge", "vit", 2),
                outcome("fused", "cloud", "bert", 1)));

    assertThat(gains).extracting(Gains::accelerator).containsExactly("edge", "cloud");
    assertThat(gains).extracting(Gains::workloads).containsExactly(2, 1);
    assertThat(gains).extracting(Gains::smallest).containsExactly(1.0, 3.0);
    assertThat(gains).extracting(Gains::largest).containsExactly(4.0, 3.0);
    assertThat(gains.get(0).geometricMean()).isCloseTo(2, within(1e-12));
  }

  @Test
  void leaveOutWhatDoesNotFit() {
    Outcome fits = outcome("fused", "edge", "bert", 1);
    Outcome doesNot = outcome("fused", "edge", "bert", 1, 64);

    assertThat(gains(fits, outcome("unfused", "edge", "bert", 1))).hasSize(1);
    assertThat(gains(doesNot, outcome("unfused", "edge", "bert", 1))).isEmpty();
    assertThat(gains(fits, outcome("unfused", "edge", "bert", 1, 64))).isEmpty();
  }

  @Test
  void leaveOutWhatOneOfTheTwoTakesNothingOf() {
    Outcome some = outcome("fused", "edge", "bert", 1);
    Outcome nothing = outcome("fused", "edge", "bert", 0);

    assertThat(gains(some, outcome("unfused", "edge", "bert", 0))).isEmpty();
    assertThat(gains(nothing, outcome("unfused", "edge", "bert", 1))).isEmpty();
    assertThat(gains(nothing, outcome("unfused", "edge", "bert", 0))).isEmpty();
  }

  private static List<Gains> gains(Outcome fused, Outcome unfused) {
    return Gains.of(List.of(FUSION), List.of(fused, unfused));
  }
}
