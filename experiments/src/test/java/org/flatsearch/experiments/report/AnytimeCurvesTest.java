package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.flatsearch.experiments.compare.Records;
import org.flatsearch.experiments.compare.StrategyComparison;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.goal.Status;
import org.junit.jupiter.api.Test;

class AnytimeCurvesTest {
  /** The optimum is 10; of the slow runs one finds nothing. */
  private static AnytimeCurves curves() {
    return curves(
        Records.run("bert", "slow", 1, 2, 30, 100, 15),
        Records.run("bert", "slow", 2, 2, 20, 1000, 10),
        Records.run("bert", "slow", 3));
  }

  private static AnytimeCurves curves(RunRecord... slow) {
    List<RunRecord> runs = new ArrayList<>(List.of(slow));
    runs.add(0, Records.run("bert", "auto", 1, Status.PROVEN, List.of(10.0, 1.0), 1, 10));
    return new AnytimeCurves(StrategyComparison.of(runs));
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(node -> node.isArray() ? node.toString() : node.asText())
        .toList();
  }

  @Test
  void showQuartilesOfTheGapsAfterSoManyEvaluations() {
    JsonNode slow = curves().convergence().at("/0/1");
    List<String> evaluations = texts(slow.get("evaluations"));

    assertThat(evaluations).startsWith("1", "2", "3", "4", "5").endsWith("825", "1000");
    for (List<String> expected :
        List.of(
            List.of("1", "null", "null", "null"),
            List.of("2", "1.5", "2", "null"),
            List.of("100", "0.75", "1", "null"),
            List.of("1000", "0.25", "0.5", "null"))) {
      int at = evaluations.indexOf(expected.get(0));
      assertThat(List.of("lower", "median", "upper"))
          .as("after %s evaluations", expected.get(0))
          .extracting(quartile -> texts(slow.get(quartile)).get(at))
          .isEqualTo(expected.subList(1, 4));
    }
    assertThat(slow.get("strategy").asInt()).isEqualTo(1);
    assertThat(slow.get("cpuSecondsPerEvaluation").asDouble()).isEqualTo(0.002);
  }

  /** Of 3 runs with 7 targets each, one reaches 2, and another one all. */
  @Test
  void showTheFractionOfTargetsThatAreReached() {
    assertThat(curves().ecdf().at("/evaluations/1"))
        .hasToString("[[2,0.047619],[100,0.14286],[1000,0.42857]]");
    assertThat(curves().ecdf().at("/cpuSeconds/1"))
        .hasToString("[[0.004,0.047619],[0.2,0.14286],[2,0.42857]]");
  }

  @Test
  void areThinnedOutToTheirLastPoint() {
    RunRecord[] runs =
        LongStream.rangeClosed(1, 500)
            .mapToObj(seed -> Records.run("bert", "slow", seed, seed, 10))
            .toArray(RunRecord[]::new);

    JsonNode points = curves(runs).ecdf().at("/evaluations/1");

    assertThat(points).hasSize(168);
    assertThat(points.get(0)).hasToString("[1,0.002]");
    assertThat(points.get(1)).hasToString("[4,0.008]");
    assertThat(points.get(167)).hasToString("[500,1]");
  }
}
