package org.flatsearch.results.exchange;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.IllegalScheduleException;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportedScheduleTest {
  private static Map<Dimension, Integer> extents() {
    Map<Dimension, Integer> extents = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      extents.put(dimension, Extents.of(BertBase.workload(), dimension));
    }
    return extents;
  }

  /** Every other command would refuse the schedule document that the import writes. */
  @Test
  void refusesATileThatExceedsItsExtent() {
    Map<Dimension, Integer> extents = extents();
    extents.put(Dimension.ROW, 63);

    assertThatThrownBy(() -> new ImportedSchedule(BertBase.rowsOf64(), extents, List.of()))
        .isInstanceOf(IllegalScheduleException.class)
        .hasMessage(
            "row tile 64 exceeds the 63 that the mapping runs through; use a tile from 1 to 63");
  }

  @ParameterizedTest
  @ValueSource(strings = {"511", "513"})
  void isForAWorkloadOfItsExtentsOnly(String rows) {
    ImportedSchedule imported = new ImportedSchedule(BertBase.rowsOf64(), extents(), List.of());
    imported.requireMadeFor(BertBase.workload(), "map.yaml");

    AttentionWorkload other = BertBase.workload().with("queryLength", rows);
    assertThatThrownBy(() -> imported.requireMadeFor(other, "map.yaml"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "map.yaml: the mapping runs through 512 of 'row' but workload 'bert' has "
                + rows
                + "; name the workload that it was made for.");
  }
}
