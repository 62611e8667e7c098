package org.flatsearch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerificationTest {
  private static final MadeFor MADE_FOR = new MadeFor("flat-edge", "bert");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\"model\":,        \"modell\":,      /modell: unknown field",
        "\"searchRank\":2,  \"rank\":2,       /schedules/1/rank: unknown field",
        "\"searchRank\":2,  \"searchRank\":0, /schedules/1/searchRank: must be",
        "\"reason\":,       \"reasons\":,     /refusals/0/reasons: unknown field",
        "\"searchRank\":1,  \"searchRank\":0, /refusals/0/searchRank: must be",
        "\"ruledOut\":,     \"ruled\":,       /refinement/ruled: unknown field",
        "\"ruledOut\":4321, \"ruledOut\":-1,  /refinement/ruledOut: must be",
        "\"replays\":100,   \"replays\":-1,   /refinement/replays: must be"
      })
  void refusesWhatNoneHas(String part, String replacement, String message) {
    Verification verification = ResultDocumentTest.complete().verification().orElseThrow();
    String json = verification.toJson(MADE_FOR).toString();
    assertThat(json).containsOnlyOnce(part);

    assertThatThrownBy(
            () ->
                Verification.read(StrictJson.readString(json.replace(part, replacement), "v.json")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void leavesOutWhatSaysNothing() {
    Verification none =
        new Verification(
            "walk",
            OptionalInt.empty(),
            List.of(),
            List.of(),
            OptionalDouble.empty(),
            Optional.empty());

    assertThat(none.toJson(MADE_FOR).toString()).isEqualTo("{\"model\":\"walk\",\"schedules\":[]}");
  }
}
