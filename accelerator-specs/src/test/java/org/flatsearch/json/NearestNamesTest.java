package org.flatsearch.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestNamesTest {

  private static final List<String> KNOWN = List.of("flat-edge", "flat-cloud", "h100", "a100");

  @Test
  void suggestsTheNearestFirst() {
    assertThat(NearestNames.of("flat-egde", KNOWN)).containsExactly("flat-edge");
    assertThat(NearestNames.of("b100", KNOWN)).containsExactly("h100", "a100");
  }

  @Test
  void ignoresCase() {
    assertThat(NearestNames.advice("H100", KNOWN)).isEqualTo("Did you mean h100 or a100?");
  }

  @Test
  void suggestsNamesThatContainWhatWasTyped() {
    assertThat(NearestNames.of("cloud", KNOWN)).containsExactly("flat-cloud");
  }

  @Test
  void listsWhatIsKnownWhereNothingIsNear() {
    assertThat(NearestNames.advice("gaudi", KNOWN))
        .isEqualTo("Known: flat-edge, flat-cloud, h100, a100.");
  }

  @Test
  void doesNotListHundreds() {
    List<String> many = IntStream.range(0, 300).mapToObj(i -> "name-" + i).toList();
    assertThat(NearestNames.advice("zzz", many)).contains("300").hasSizeLessThan(100);
  }
}
