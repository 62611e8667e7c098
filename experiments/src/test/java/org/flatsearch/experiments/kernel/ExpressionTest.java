package org.flatsearch.experiments.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.flatsearch.json.InvalidInputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static final Map<String, Double> NAMES = Map.of("a", 5.0, "lane.b", 2.0);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "2*a; 10",
        "1 + 2*3; 7",
        "(1 + 2)*3; 9",
        "20/2/5; 2",
        "10 - 2 - 3; 5",
        "-a + 7 % 4; -2",
        "min(a, lane.b, 3); 2",
        "max(1, floor(a/lane.b)); 2",
        "ceil(a/lane.b); 3",
        "1.5e2; 150"
      })
  void hasAValue(String text, double value) {
    assertThat(Expression.parse(text).value(NAMES::get)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2*", "(1", "1)", "2 3", "sqrt(2)", "a b", "$a", "min 3", "min(1"})
  void isRefusedWithItsText(String text) {
    assertThatThrownBy(() -> Expression.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"" + text + "\" is not an expression");
  }
}
