package org.flatsearch.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.flatsearch.goal.Stop;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.search.plugin.CoordinateDescent;
import org.junit.jupiter.api.Test;

class StrategiesTest {
  @Test
  void findsTheShippedStrategiesAndThoseOfOthersByName() {
    Map<String, SearchStrategy> strategies = Strategies.all();
    assertThat(strategies)
        .containsKeys("exhaustive", "random", "hill-climbing", "genetic", "coordinate-descent");
    strategies.forEach((name, strategy) -> assertThat(strategy.name()).isEqualTo(name));
    assertThat(strategies.values())
        .allSatisfy(strategy -> assertThat(strategy.description()).isNotBlank());
  }

  @Test
  void runsAThirdPartysStrategyLikeAnyOther() {
    SearchStrategy strategy = Strategies.named("coordinate-descent");
    assertThat(strategy).isInstanceOf(CoordinateDescent.class);
    SearchResult result =
        Search.of(ToyProblem.separable(ToyProblem.ordered(9, 9, 9), 2, 7, 1), strategy).run();
    assertThat(result.best()).containsExactly(2, 7, 1);
    assertThat(result.stop()).isEqualTo(Stop.COMPLETE);
    assertThat(result.strategy()).isEqualTo("coordinate-descent");
  }

  @Test
  void suggestsSimilarNamesForAnUnknownOne() {
    assertThatThrownBy(() -> Strategies.named("hillclimbing"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("\"hillclimbing\"", "hill-climbing");
  }

  @Test
  void areAskedForByName() {
    assertThatThrownBy(() -> Strategies.named(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("name");
  }

  /** The result of the search, which states its parameters, could be written but not read back. */
  @Test
  void haveNoParameterOfInvisibleCharacters() {
    for (Map<String, String> values : List.of(Map.of("note", "a\nb"), Map.of("a\u202Eb", "1"))) {
      assertThatThrownBy(() -> new Parameters(values))
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageContaining("must be a line of visible characters");
    }
  }

  /** Otherwise it would silently be the default. */
  @Test
  void haveNoParameterThatIsNull() {
    assertThatThrownBy(() -> new Parameters(Collections.singletonMap("patience", null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("parameter 'patience' is null");
  }
}
