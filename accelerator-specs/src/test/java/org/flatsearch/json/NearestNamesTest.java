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
    assertThat(NearestNames.of("a10", KNOWN)).containsExactly("a100", "h100");
  }

  @Test
  void ignoresCase() {
    assertThat(NearestNames.advice("H100", KNOWN)).isEqualTo("Did you mean h100 or a100?");
  }

  @Test
  void suggestsNamesThatContainWhatWasTyped() {
    assertThat(NearestNames.of("cloud", KNOWN)).containsExactly("flat-cloud");
    assertThat(NearestNames.of("dge", KNOWN)).containsExactly("flat-edge");
    assertThat(NearestNames.of("dg", KNOWN)).as("two letters are in many names").isEmpty();
  }

  /** Comparing texts takes the product of their lengths, here hours. */
  @Test
  void isNothingForTextsThatNobodyTypes() {
    String text = "ab".repeat(500_000);
    assertThat(NearestNames.of(text, List.of("a".repeat(1_000_000), "rows"))).isEmpty();
    assertThat(NearestNames.of("rows", List.of(text, "row"))).containsExactly("row");
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
    assertThat(NearestNames.advice("zzz", many.subList(0, 41))).startsWith("There are 41 known");
    assertThat(NearestNames.advice("zzz", many.subList(0, 40))).startsWith("Known: name-0, name-1");
  }
}
