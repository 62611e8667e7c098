package org.flatsearch.search.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.flatsearch.cost.CostModels;
import org.flatsearch.goal.Objective;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.search.Decision;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Restriction;
import org.flatsearch.search.Search;
import org.flatsearch.search.Strategies;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedTilesTest {
  private static final Accelerator EDGE = SpecCatalogue.accelerator("flat-edge");
  private static final AttentionWorkload BERT = SpecCatalogue.workload("bert");

  private static AttentionProblem problem(String model, int rows, String... rules) {
    return Spaces.problem(
        CostModels.all().get(model),
        "full",
        EDGE,
        BERT.with("queryLength", Integer.toString(rows)),
        new AllowedTiles(restrictions(rules)));
  }

  private static List<Restriction> restrictions(String... rules) {
    return List.of(rules).stream().map(Restriction::parse).toList();
  }

  private static List<Integer> tiles(AttentionProblem problem, String name) {
    Decision decision =
        problem.decisions().stream().filter(d -> d.name().equals(name)).findAny().orElseThrow();
    return IntStream.range(0, decision.size())
        .mapToObj(value -> decision.number(value).orElseThrow())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"flat", "loopnest"})
  void offersTheBestAllowedTileOfEachTripCount(String model) {
    assertThat(tiles(problem(model, 1000), "row.tile")).contains(334).doesNotContain(336);
    assertThat(tiles(problem(model, 1000, "row.tile%16==0"), "row.tile"))
        .contains(334, 336)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void leavesOutWhatASmallerAllowedTileOfAsManyTripsBeats() {
    assertThat(tiles(problem("flat", 1000, "row.tile%16==0"), "row.tile")).doesNotContain(352);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flat", "loopnest"})
  void offersATileThatIsAskedForByItsSize(String model) {
    assertThat(tiles(problem(model, 1000, "row.tile==341"), "row.tile")).contains(341);
  }

  @Test
  void choosesForAttendToo() {
    assertThat(tiles(problem("loopnest", 1000, "attend.row.tile%16==0"), "attend.row.tile"))
        .contains(336);
  }

  /** Tiles that are allowed for only one stage do not displace those of the other. */
  @Test
  void findsAnAllowedTileForEachThatIsAllowed() {
    String[] rules = {"row.tile%16==0", "attend.row.tile%7==0"};
    AttentionProblem problem = problem("loopnest", 1000, rules);
    RestrictedProblem restricted = RestrictedProblem.of(problem, restrictions(rules));
    LoopNest nest = new LoopNest();
    problem.space().decode(new int[problem.decisions().size()], nest);
    int row = Dimension.ROW.ordinal();
    for (int logit = 16; logit <= 1000; logit += 16) {
      for (int attend = 7; attend <= 1000; attend += 7) {
        nest.logit.tile[row] = logit;
        nest.attend.tile[row] = attend;
        int[] vector = problem.space().encode(nest).orElseThrow();
        assertThat(restricted.representative(vector)).as("%d, %d", logit, attend).isPresent();
      }
    }
  }

  @Test
  void losesNothingAgainstEveryAllowedTile() {
    int rows = 100;
    double reference = Double.POSITIVE_INFINITY;
    for (int tile = 8; tile <= rows; tile += 8) {
      reference = Math.min(reference, least(rows, "row.tile==" + tile, "instance.tile==5"));
    }
    assertThat(least(rows, "row.tile%8==0", "instance.tile==5")).isEqualTo(reference);
  }

  private static double least(int rows, String... rules) {
    return Search.of(
            RestrictedProblem.of(problem("flat", rows, rules), restrictions(rules)),
            Strategies.named("exhaustive"))
        .objective(Objective.of("latency"))
        .run()
        .values()
        .get(0);
  }
}
