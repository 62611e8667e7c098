package org.flatsearch.search.strategy.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.flatsearch.search.Decomposition;
import org.flatsearch.search.Parameters;
import org.flatsearch.search.Scripted;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.ToyProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of the boxes that a proof has dropped an audit samples, and what it finds. */
class AuditTest {
  private static final int SIZE = 1_000;

  /** The points that an audit evaluates, in a problem with one decision. */
  private static List<Integer> evaluated(int sample, Consumer<Audit> boxes) {
    List<Integer> points = new ArrayList<>();
    ToyProblem problem =
        new ToyProblem(
            "recorded",
            ToyProblem.ordered(SIZE),
            (point, metrics) -> {
              points.add(point[0]);
              metrics[0] = point[0];
              metrics[1] = 0;
              return 0;
            });
    Scripted audited =
        new Scripted(
            run -> {
              Audit audit = new Audit(run, sample);
              boxes.accept(audit);
              audit.check();
            });
    SearchResult result = Search.of(problem, audited).run();
    assertThat(result.counters().getOrDefault("pruned points audited", 0L))
        .isEqualTo(points.size());
    return points;
  }

  private static void considerEachPoint(Audit audit) {
    for (int x = 0; x < SIZE; x++) {
      audit.consider(new int[] {x}, new int[] {x});
    }
  }

  @Test
  void samplesEarlyAndLateBoxesAlike() {
    List<Integer> points = evaluated(100, AuditTest::considerEachPoint);

    assertThat(points).hasSize(100).doesNotHaveDuplicates();
    assertThat(points.stream().filter(x -> x < SIZE / 2).count()).isBetween(30L, 70L);
    assertThat(points).anyMatch(x -> x < SIZE / 20).anyMatch(x -> x >= SIZE - SIZE / 20);
  }

  /** Half of the points climb: from the best, which are near 0 here, and in the last boxes. */
  @Test
  void drawsFromLateBoxesTooWhereHalfOfThePointsClimb() {
    List<Integer> points =
        evaluated(
            SIZE,
            audit -> {
              for (int x = 0; x < SIZE - 1; x++) {
                audit.consider(new int[] {x}, new int[] {x + 1});
              }
            });

    assertThat(points).hasSize(SIZE);
    assertThat(points.stream().filter(x -> x >= 600 && x < 900).count()).isBetween(100L, 200L);
  }

  @Test
  void climbsFromTheBestOfItsRandomPoints() {
    List<Integer> points =
        evaluated(200, audit -> audit.consider(new int[] {0}, new int[] {SIZE - 1}));

    List<Integer> random = points.subList(0, 100);
    List<Integer> climbs = points.subList(100, 200);
    assertThat(Collections.min(random)).isBetween(1, 50);
    assertThat(Collections.min(climbs)).isZero();
    assertThat(climbs).allMatch(x -> x >= 0 && x < SIZE);
  }

  @Test
  void keepsAllBoxesWhereThereAreNoMoreThanAskedFor() {
    assertThat(evaluated(SIZE, AuditTest::considerEachPoint)).hasSize(SIZE).doesNotHaveDuplicates();
  }

  @Test
  void reachesBothEndsOfABox() {
    List<Integer> points =
        evaluated(200, audit -> audit.consider(new int[] {400}, new int[] {409}));

    assertThat(points).hasSize(200).contains(400, 409).allMatch(x -> x >= 400 && x <= 409);
  }

  @Test
  void keepsBoxesAsTheyWere() {
    List<Integer> points =
        evaluated(
            1,
            audit -> {
              int[] box = {7};
              audit.consider(box, box);
              box[0] = 8;
            });

    assertThat(points).containsExactly(7);
  }

  @Test
  void evaluatesNothingWhereNothingWasDropped() {
    assertThat(evaluated(10, audit -> {})).isEmpty();
    assertThat(evaluated(0, AuditTest::considerEachPoint)).isEmpty();
  }

  /** Costs 5 where the last decision is 0, and 1 where it is 1. */
  private static ToyProblem twoPoints(int... sizes) {
    return new ToyProblem(
        "two points",
        ToyProblem.ordered(sizes),
        (point, metrics) -> {
          metrics[0] = point[point.length - 1] == 0 ? 5 : 1;
          metrics[1] = 0;
          return 0;
        });
  }

  private static void assertFailsItsAuditOnly(Search search, String counter, long boxes) {
    SearchResult result = search.run();
    assertThat(result.values().get(0)).as("proven wrongly").isEqualTo(5);
    assertThat(result.counters()).containsEntry(counter, boxes);
    search.parameters(new Parameters(Map.of(BranchAndBound.AUDIT, "10")));
    assertThatThrownBy(search::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the proof is wrong");
  }

  /**
   * The bound of point 1 is too high. Its box is still waiting when point 0 has been completed, or
   * is pruned at once if the search starts from point 0.
   */
  @ParameterizedTest
  @CsvSource({"false, boxes pruned while waiting, 1", "true, boxes pruned by cost, 2"})
  void seesWrongBoundsOfBoxesThatWereNotCompleted(boolean started, String counter, long boxes) {
    ProvableToy wrong =
        new ProvableToy(
            twoPoints(2),
            1,
            (low, high, metrics) -> {
              metrics[0] = low[0] == high[0] ? 5 + low[0] : 0;
              metrics[1] = 0;
              return 0;
            });
    Search search = Search.of(wrong, new BranchAndBound());
    if (started) {
      search.start(new int[] {0});
    }
    assertFailsItsAuditOnly(search, counter, boxes);
  }

  /** Offers only the first point of a box. */
  private record Hasty(Decomposition.Prover valid) implements ReboundProblem.Rebound {
    @Override
    public void complete(int[] low, int[] high, Decomposition.Incumbent incumbent) {
      incumbent.offer(low);
    }
  }

  @Test
  void seesWhatACompletionLeftOut() {
    ProvableToy toy = new ProvableToy(twoPoints(1, 2), 1, (low, high, metrics) -> 0);
    Search search = Search.of(ReboundProblem.ofProvers(toy, Hasty::new), new BranchAndBound());
    assertFailsItsAuditOnly(search, "boxes completed", 1);
  }
}
