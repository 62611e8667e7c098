package org.flatsearch.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("spark")
class BacklogTest {
  private final Pace pace = new Pace();

  private static List<Run> runs(String strategy, int count) {
    Accelerator accelerator = SpecCatalogue.accelerator("flat-edge");
    AttentionWorkload workload = SpecCatalogue.workload("bert");
    List<Run> runs = new ArrayList<>();
    for (int seed = 1; seed <= count; seed++) {
      runs.add(
          new Run(
              "all",
              accelerator,
              workload,
              new SearchSetting(
                  "flat",
                  "full",
                  List.of(),
                  Objective.of("latency"),
                  strategy,
                  Map.of(),
                  seed,
                  Budget.ofEvaluations(10),
                  Optional.empty()),
              0));
    }
    return runs;
  }

  private static List<Run> together(List<Run> some, List<Run> others) {
    List<Run> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  @Test
  void sendsARunAloneOfWhichNothingIsKnown() {
    assertThat(new Backlog(runs("random", 100), pace).take(2).runs()).hasSize(1);
  }

  @Test
  void batchesShortRuns() {
    List<Run> runs = runs("random", 10_000);
    pace.learn(runs.get(0), 0.01);

    // Four seconds' worth, so that a task of 50 ms more is 1.25% of it.
    assertThat(new Backlog(runs, pace).take(2).runs()).hasSize(400);
  }

  @Test
  void sendsALongRunAlone() {
    List<Run> runs = together(runs("random", 10), runs("exhaustive", 10));
    pace.learn(runs.get(0), 0.01);
    pace.learn(runs.get(10), 60);
    Backlog backlog = new Backlog(runs, pace);

    assertThat(backlog.take(1).runs()).isEqualTo(runs.subList(0, 10));
    backlog.giveBack(runs.subList(0, 10));
    assertThat(backlog.take(1).runs()).isEqualTo(runs.subList(0, 10));
    assertThat(backlog.take(1).runs()).isEqualTo(runs.subList(10, 11));
  }

  @Test
  void learnsTheMean() {
    List<Run> runs = runs("random", 100);
    pace.learn(runs.get(0), 0.5);
    pace.learn(runs.get(1), 1.5);
    assertThat(pace.seconds(runs.get(9))).hasValue(1);
    assertThat(new Backlog(runs, pace).take(1).runs()).hasSize(4);
  }

  @Test
  void boundsTheSizeOfAMessage() {
    List<Run> runs = runs("random", 10_000);
    pace.learn(runs.get(0), 1e-6);

    assertThat(new Backlog(runs, pace).take(1).runs()).hasSize(2_000);
  }

  @Test
  void makesBatchesSmallerTowardsTheEnd() {
    List<Run> runs = runs("random", 1_000);
    pace.learn(runs.get(0), 0.01);
    Backlog backlog = new Backlog(runs, pace);
    List<Integer> sizes = new ArrayList<>();
    while (!backlog.isEmpty()) {
      sizes.add(backlog.take(2).runs().size());
    }

    assertThat(sizes).startsWith(250, 187).isSortedAccordingTo((a, b) -> b - a);
    // About a second's worth, except for the last one.
    assertThat(sizes.subList(0, sizes.size() - 1)).allMatch(size -> size >= 99);
  }

  @Test
  void sendsFirstWhatCameBackUnbegunAndLastWhatFailed() {
    List<Run> runs = runs("random", 4);
    Backlog backlog = new Backlog(runs, pace);
    Set<Run> order = new LinkedHashSet<>();
    List<Run> first = backlog.take(1).runs();
    List<Run> second = backlog.take(1).runs();
    backlog.tryAgain(first.get(0));
    backlog.giveBack(second);
    while (!backlog.isEmpty()) {
      order.addAll(backlog.take(1).runs());
    }

    assertThat(order).containsExactly(runs.get(1), runs.get(2), runs.get(3), runs.get(0));
  }
}
