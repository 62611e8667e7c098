package org.flatsearch.experiments.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

class ScheduleTextTest {
  /** 8 instances of 10 rows and 6 keys. */
  private static final AttentionWorkload WORKLOAD =
      new AttentionWorkload("small", "", 2, 4, 4, 10, 6, 3, 4, 2);

  @Test
  void saysHowManyTilesEachCoreHas() {
    assertThat(dealt(4, Dimension.ROW, Dimension.KEY))
        .isEqualTo("  24 tiles of instance and row for 4 cores: each has 6\n");
    assertThat(dealt(7, Dimension.ROW, Dimension.KEY))
        .isEqualTo("  24 tiles of instance and row for 7 cores: 3 cores have 4, 4 cores have 3\n");
  }

  @Test
  void saysThatCoresHaveNoWork() {
    assertThat(dealt(9, Dimension.KEY, Dimension.ROW))
        .as("rows inside keys stay together")
        .isEqualTo("  8 tiles of instance for 9 cores: 8 cores have 1, 1 core has none\n");
  }

  @Test
  void countsPartsThatExist() {
    assertThat(dealt(WORKLOAD, 4, 9, Map.of(), Dimension.KEY, Dimension.ROW))
        .contains("16 tiles of instance and part for 9 cores: 7 cores have 2, 2 cores have 1");
    AttentionWorkload causal =
        new AttentionWorkload("square", "", 2, 4, 4, 10, 10, 3, 4, 2).withMask(Mask.CAUSAL);
    assertThat(dealt(causal, 4, 9, Map.of(), Dimension.ROW, Dimension.KEY))
        .as("tiles of 4, 4 and 2 rows see 1, 2 and 3 parts")
        .contains("48 tiles of instance, part and row");
  }

  @Test
  void saysThatTilesWaitInAQueue() {
    Map<String, String> queue = Map.of("dealing", "queue");
    assertThat(dealt(WORKLOAD, 0, 9, queue, Dimension.ROW, Dimension.KEY)).contains("free first");
  }

  private static String dealt(int cores, Dimension outer, Dimension inner) {
    return dealt(WORKLOAD, 0, cores, Map.of(), outer, inner);
  }

  private static String dealt(
      AttentionWorkload workload,
      int keyPart,
      int cores,
      Map<String, String> figures,
      Dimension outer,
      Dimension inner) {
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    for (Tensor tensor : List.of(Tensor.Q, Tensor.K, Tensor.V, Tensor.O)) {
      residency.put(tensor, Residency.atArray());
    }
    residency.put(Tensor.LOGITS, Residency.inside(inner, 1));
    List<TiledLoop> shared =
        List.of(
            new TiledLoop(Dimension.INSTANCE, 1), new TiledLoop(outer, 4), new TiledLoop(inner, 4));
    AttentionSchedule schedule =
        new AttentionSchedule(
            shared,
            keyPart,
            0,
            stage(Dimension.QUERY_DIM, 3),
            stage(Dimension.VALUE_DIM, 4),
            residency);
    Accelerator accelerator =
        SpecCatalogue.accelerator("flat-edge").with("cores", String.valueOf(cores)).with(figures);
    return ScheduleText.dealing(schedule, workload, accelerator);
  }

  private static StageLoops stage(Dimension dimension, int tile) {
    return new StageLoops(List.of(new TiledLoop(dimension, tile)), Stationarity.OUTPUT, false);
  }
}
