package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.experiments.compare.Records;
import org.flatsearch.experiments.definition.Comparison;
import org.flatsearch.experiments.definition.Comparison.Published;
import org.flatsearch.json.Location;
import org.junit.jupiter.api.Test;

class GainsTest {
  private static final Comparison FUSION =
      new Comparison("fusion", "fused", "unfused", "energy", List.of());

  private static BestRun best(
      String search, String accelerator, String workload, double joules, double violation) {
    CostSheet sheet = new CostSheet();
    sheet.latencySeconds = 1;
    sheet.energyJoules = joules;
    sheet.footprintBytesByTensor[0] = violation;
    sheet.violationBytes = violation;
    return new BestRun(
        Records.of(search, accelerator, workload, Cost.of(sheet)), 0, false, Set.of());
  }

  private static BestRun best(String search, String accelerator, String workload, double joules) {
    return best(search, accelerator, workload, joules, 0);
  }

  @Test
  void areGeometricMeansOverWorkloadsByAccelerator() {
    List<Gains> gains =
        Gains.of(
            List.of(FUSION),
            List.of(
                best("unfused", "cloud", "bert", 3),
                best("unfused", "edge", "xlm", 2),
                best("unfused", "edge", "bert", 8),
                best("fused", "edge", "bert", 2),
                best("fused", "edge", "xlm", 2),
                best("fused", "edge", "vit", 2),
                best("fused", "cloud", "bert", 1)));

    assertThat(gains).extracting(Gains::accelerator).containsExactly("edge", "cloud");
    assertThat(gains).extracting(Gains::workloads).containsExactly(2, 1);
    assertThat(gains).extracting(Gains::smallest).containsExactly(1.0, 3.0);
    assertThat(gains).extracting(Gains::largest).containsExactly(4.0, 3.0);
    assertThat(gains.get(0).geometricMean()).isCloseTo(2, within(1e-12));
    assertThat(gains.get(0).toJson().toString()).contains("\"smallest\":1.0,\"largest\":4.0");
  }

  @Test
  void standBesideWhatIsPublishedForTheSameAccelerator() {
    Location at = new Location("d.yaml", "", 1, 1);
    Published edge = new Published(at, "edge", 3.5, "a paper", "");
    Published cloud = new Published(at, "cloud", 4, "a paper", "");
    Comparison compared =
        new Comparison("fusion", "fused", "unfused", "energy", List.of(cloud, edge));

    List<Gains> gains =
        Gains.of(
            List.of(compared),
            List.of(best("fused", "edge", "bert", 1), best("unfused", "edge", "bert", 3)));

    assertThat(gains).singleElement().extracting(Gains::published).isEqualTo(List.of(edge));
    assertThat(gains.get(0).toJson().get("published"))
        .hasToString("[{\"value\":3.5,\"origin\":\"a paper\",\"note\":\"\"}]");
  }

  @Test
  void sayHowManyCompareWhatIsNotProven() {
    BestRun fused = best("fused", "edge", "bert", 1);
    BestRun unfused = best("unfused", "edge", "bert", 3);
    List<BestRun> runs = new ArrayList<>(proven(List.of(fused)));
    runs.add(unfused);
    runs.addAll(
        proven(List.of(best("fused", "edge", "xlm", 1), best("unfused", "edge", "xlm", 3))));
    Comparison latency = new Comparison("speed", "fused", "unfused", "latency", List.of());

    assertThat(Gains.note(Gains.of(List.of(latency), runs)))
        .isEqualTo(
            "Of the factors, 1 of 2 compare a schedule that is not proven to be optimal: they may"
                + " be too large or too small.");
    assertThat(Gains.note(Gains.of(List.of(FUSION, latency), runs)))
        .startsWith("Factors in energy of searches for latency compare what was found, not")
        .contains("Of the other factors, 1 of 2 compare a schedule that is not proven");
  }

  private static List<BestRun> proven(List<BestRun> runs) {
    return runs.stream().map(best -> new BestRun(best.run(), 1, true, Set.of())).toList();
  }

  @Test
  void leaveOutWhatDoesNotFit() {
    BestRun fits = best("fused", "edge", "bert", 1);
    BestRun doesNot = best("fused", "edge", "bert", 1, 64);

    assertThat(gains(fits, best("unfused", "edge", "bert", 1))).hasSize(1);
    assertThat(gains(doesNot, best("unfused", "edge", "bert", 1))).isEmpty();
    assertThat(gains(fits, best("unfused", "edge", "bert", 1, 64))).isEmpty();
  }

  private static List<Gains> gains(BestRun fused, BestRun unfused) {
    return Gains.of(List.of(FUSION), List.of(fused, unfused));
  }
}
