package org.flatsearch.experiments.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.CostModels;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.catalogue.CatalogueObjective;
import org.flatsearch.results.catalogue.ScheduleCatalogue;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

class ChromeTraceTest {
  private static final AttentionWorkload BERT = SpecCatalogue.workload("bert");

  private static AttentionSchedule schedule(String accelerator, AttentionWorkload workload) {
    return ScheduleCatalogue.load()
        .nearest(accelerator, workload, CatalogueObjective.LATENCY)
        .rated()
        .schedule();
  }

  /** The slices by track, in the order of the file; checks the fields that the format requires. */
  private static Map<String, List<JsonNode>> tracks(ChromeTrace trace) {
    Map<String, List<JsonNode>> tracks = new TreeMap<>();
    for (JsonNode event : trace.toJson()) {
      assertThat(event.path("pid").isInt() && event.path("tid").isInt()).isTrue();
      assertThat(event.path("name").asText()).isNotEmpty();
      if (event.get("ph").asText().equals("M")) {
        assertThat(event.at("/args/name").asText()).isNotEmpty();
      } else {
        assertThat(event.get("ph").asText()).isEqualTo("X");
        assertThat(event.get("ts").asDouble()).isNotNegative();
        assertThat(event.get("dur").asDouble()).isNotNegative();
        if (event.get("cat").asText().equals("array")) {
          assertThat(event.get("args").has("p") && event.get("args").has("m")).isTrue();
        }
        tracks
            .computeIfAbsent(event.get("cat").asText() + event.get("pid"), t -> new ArrayList<>())
            .add(event);
      }
    }
    return tracks;
  }

  @Test
  void slicesOfATrackDoNotOverlap() {
    Accelerator accelerator = SpecCatalogue.accelerator("flat-edge");

    ChromeTrace trace = ChromeTrace.of(schedule("flat-edge", BERT), accelerator, BERT, 3_000);

    assertThat(trace.isCut()).isTrue();
    assertThat(trace.size()).isEqualTo(3_000);
    Map<String, List<JsonNode>> tracks = tracks(trace);
    assertThat(tracks.keySet()).contains("DRAM read0", "array1", "softmax lanes1");
    tracks.forEach(
        (track, slices) -> {
          double end = 0;
          for (JsonNode slice : slices) {
            assertThat(slice.get("ts").asDouble()).as(track).isGreaterThan(end - 1e-6);
            end = slice.get("ts").asDouble() + slice.get("dur").asDouble();
          }
        });
  }

  @Test
  void slicesOfAWholeTraceLastAsLongAsTheWalkerIsBusy() {
    AttentionWorkload small = BERT.withSequence(64).with("batch", "1");
    Accelerator accelerator =
        SpecCatalogue.accelerator("flat-edge-64-lanes")
            .with(Map.of("onChipBytesPerSecond", "unlimited"));
    AttentionSchedule schedule = schedule("flat-edge-64-lanes", small);
    Map<String, Double> busy =
        RatedSchedule.of(schedule, CostModels.named("walk"), accelerator, small)
            .cost()
            .busySeconds()
            .entrySet()
            .stream()
            .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));

    ChromeTrace trace = ChromeTrace.of(schedule, accelerator, small, 1_000_000);

    assertThat(trace.isCut()).isFalse();
    Map<String, List<JsonNode>> tracks = tracks(trace);
    assertThat(seconds(tracks.get("array1"))).isCloseTo(busy.get(Bound.ARRAY.name()), within(1e-9));
    assertThat(seconds(tracks.get("softmax lanes1")))
        .isCloseTo(busy.get(Bound.LANES.name()), within(1e-9));
    assertThat(seconds(tracks.get("DRAM read0")))
        .isCloseTo(busy.get(Bound.DRAM.name()), within(1e-9));
  }

  private static double seconds(List<JsonNode> slices) {
    return slices.stream().mapToDouble(slice -> slice.get("dur").asDouble()).sum() / 1e6;
  }
}
