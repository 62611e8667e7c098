package org.flatsearch.experiments.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonDocumentTest {
  /** A sweep has thousands of problems, and to compare each with all others takes minutes. */
  @Test
  void numbersProblemsWithoutComparingThem() {
    AtomicInteger compared = new AtomicInteger();
    StrategyComparison one =
        StrategyComparison.of(
            List.of(Records.run("bert", "slow", 1, 1, 14), Records.run("bert", "fast", 1, 1, 10)));
    List<ComparedProblem> problems = new ArrayList<>();
    for (int k = 0; k < 20; k++) {
      Map<Contender, List<AnytimeRun>> runs = new LinkedHashMap<>();
      one.problems()
          .get(0)
          .runs()
          .forEach((contender, same) -> runs.put(contender, counting(same, compared)));
      problems.add(
          new ComparedProblem(
              one.problems().get(0).key(), one.problems().get(0).reference(), runs));
    }
    PairwiseTest pair = one.tests().get(0);
    PairwiseTest test =
        new PairwiseTest(
            pair.first(),
            pair.second(),
            problems.stream().map(p -> new PairwiseTest.ProblemTest(p, 1, 0.5)).toList(),
            0,
            0,
            OptionalDouble.empty(),
            Optional.empty());

    ObjectNode json =
        ComparisonDocument.of(
            new StrategyComparison(one.lineUp(), problems, List.of(test), List.of(), 0));

    assertThat(json.at("/pairs/0/problems").findValues("problem"))
        .extracting(JsonNode::asInt)
        .isEqualTo(IntStream.range(0, 20).boxed().toList());
    assertThat(compared).hasValue(0);
  }

  private static List<AnytimeRun> counting(List<AnytimeRun> runs, AtomicInteger compared) {
    return new AbstractList<>() {
      @Override
      public AnytimeRun get(int index) {
        return runs.get(index);
      }

      @Override
      public int size() {
        return runs.size();
      }

      @Override
      public boolean equals(Object other) {
        compared.incrementAndGet();
        return this == other;
      }

      @Override
      public int hashCode() {
        return runs.hashCode();
      }
    };
  }
}
