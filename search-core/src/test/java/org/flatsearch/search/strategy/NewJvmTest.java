package org.flatsearch.search.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.flatsearch.goal.Budget;
import org.flatsearch.search.NewJvm;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.ToyProblem;
import org.flatsearch.search.strategy.exact.RandomSubspaces;
import org.flatsearch.search.strategy.exact.RepeatedProofTest;
import org.junit.jupiter.api.Test;

/** Nothing that differs between two Java virtual machines, such as hash codes, affects a search. */
class NewJvmTest {
  @Test
  void repeatsInANewJvm() throws IOException, InterruptedException {
    Process process = NewJvm.start(NewJvmTest.class);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output.trim()).isEqualTo(traces().trim());
  }

  /** Prints the traces of all strategies. */
  public static void main(String[] args) {
    System.out.println(traces());
  }

  private static String traces() {
    StringBuilder text = new StringBuilder();
    for (String strategy : StrategyContractTest.STRATEGIES) {
      SearchResult result =
          Search.of(ToyProblem.tiling(60, 50, 16, 600), Strategies.named(strategy))
              .budget(Budget.ofEvaluations(2000))
              .seed(5)
              .run();
      append(text, strategy, result);
    }
    RandomSubspaces random = new RandomSubspaces(5);
    for (String model : List.of("flat", "loopnest", "flat", "loopnest")) {
      RandomSubspaces.Subspace subspace = random.next(model, 1_000_000);
      append(text, subspace.what(), RepeatedProofTest.prove(subspace));
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String what, SearchResult result) {
    text.append(what).append(' ').append(Arrays.toString(result.best())).append(' ');
    text.append(result.trace()).append(' ').append(result.proof()).append(' ');
    text.append(result.counters()).append('\n');
  }
}
