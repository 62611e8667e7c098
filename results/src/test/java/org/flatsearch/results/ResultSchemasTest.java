package org.flatsearch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.exchange.RandomCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultSchemasTest {
  /** An explanation in the form that {@code explain} writes. */
  private static final String EXPLANATION =
      """
      { "loopNest": ["for instance in 12 tiles of 1"],
        "mask": { "usefulLogits": 3, "rowTile": 2, "keyTile": 1, "executedLogits": 4,
          "map": ["#+"], "sizes": [ { "rowTile": 2, "keyTile": 1, "executedLogits": 4 } ] },
        "better": [
          { "change": "slots of Q 1 -> 2", "latencySeconds": 1.5, "energyJoules": 2,
            "trafficBytes": 4, "footprintBytes": 5, "violationBytes": 0 } ],
        "tooLarge": [],
        "smaller": [] }
      """;

  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "result", "catalogue"})
  void containThoseOfTheirParts(String name) {
    PublishedSchema.check(name);
  }

  @Test
  void acceptsWhatWeWrite() {
    Schema schedules = PublishedSchema.of("schedule");
    Schema evaluations = PublishedSchema.of("evaluation");
    for (long seed = 1; seed <= 60; seed++) {
      RandomCase drawn = RandomCase.onOneCore(seed);
      ScheduleDocument document = new ScheduleDocument(drawn.schedule(), Optional.empty());
      EvaluationDocument evaluation =
          new EvaluationDocument(
              drawn.accelerator(), drawn.workload(), "loopnest", OptionalInt.of(22), drawn.rated());
      assertThat(schedules.validate(document.toJson())).as(drawn.toString()).isEmpty();
      assertThat(evaluations.validate(evaluation.toJson())).as(drawn.toString()).isEmpty();
    }
    assertThat(schedules.validate(StrictJson.readString(Schedules.EXAMPLE, "example").node()))
        .isEmpty();
  }

  @Test
  void acceptsAnExplanationInAnEvaluation() {
    RandomCase drawn = RandomCase.onOneCore(1);
    RatedSchedule rated = drawn.rated();
    ObjectNode evaluation =
        new EvaluationDocument(
                drawn.accelerator(), drawn.workload(), "loopnest", OptionalInt.empty(), rated)
            .toJson();
    evaluation.set("explanation", StrictJson.readString(EXPLANATION, "explanation").node());

    assertThat(PublishedSchema.of("evaluation").validate(evaluation)).isEmpty();
    assertThat(EvaluationDocument.read(StrictJson.readString(evaluation.toString(), "explained")))
        .extracting(EvaluationDocument::rated)
        .isEqualTo(rated);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tooLarge\": [] -> \"tooLarge\": {}",
        "\"tooLarge\": [], -> ",
        "\"smaller\": [] -> \"smaller\": [], \"larger\": []",
        "\"energyJoules\": 2 -> \"energyJoules\": \"2\"",
        "\"energyJoules\": 2, -> ",
        "\"usefulLogits\": 3, -> ",
        "[\"#+\"] -> [1]",
        "\"sizes\": [ { \"rowTile\": 2, -> \"sizes\": [ {",
        "[\"for instance in 12 tiles of 1\"] -> [1]"
      })
  void agreesWithTheReaderOnExplanations(String change) {
    String[] sides = change.split(" -> ", -1);
    assertThat(EXPLANATION).contains(sides[0]);
    RandomCase drawn = RandomCase.onOneCore(1);
    ObjectNode wrong =
        new EvaluationDocument(
                drawn.accelerator(), drawn.workload(), "walk", OptionalInt.empty(), drawn.rated())
            .toJson();
    wrong.set(
        "explanation",
        StrictJson.readString(EXPLANATION.replace(sides[0], sides[1]), "explanation").node());

    assertThat(PublishedSchema.of("evaluation").validate(wrong)).isNotEmpty();
    assertThatThrownBy(() -> EvaluationDocument.read(JsonObjectReader.over(wrong, "wrong")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("wrong, /explanation/");
  }

  @Test
  void agreesWithTheReaderOnThePartsOfAWhatIfStudy() {
    ObjectNode wrong = ResultDocumentTest.complete().toJson();
    ((ObjectNode) wrong.at("/whatIf/0")).put("part", "cores");

    assertThat(PublishedSchema.of("result").validate(wrong)).isNotEmpty();
    assertThatThrownBy(() -> ResultDocument.read(JsonObjectReader.over(wrong, "wrong")))
        .hasMessageStartingWith("wrong, /whatIf/0/part: must be one of bufferBytes, ");
  }

  @Test
  void acceptsResultsOfSearches() {
    Schema results = PublishedSchema.of("result");
    for (ResultDocument result :
        List.of(ResultDocumentTest.minimal(), ResultDocumentTest.complete())) {
      assertThat(results.validate(result.toJson())).isEmpty();
    }
  }

  @Test
  void refusesWhatTheReaderRefuses() {
    Schema schedules = PublishedSchema.of("schedule");
    for (String wrong :
        List.of(
            Schedules.EXAMPLE.replace("\"tile\": 128", "\"tile\": 0"),
            Schedules.EXAMPLE.replace("\"loop\": \"row\"", "\"loop\": \"valueDim\""),
            Schedules.EXAMPLE.replace("\"stationarity\": \"output\"", "\"stationarity\": \"row\""),
            Schedules.EXAMPLE.replace("\"slots\": 2", "\"slots\": 4"),
            Schedules.EXAMPLE.replace("\"slots\": 2", "\"slots\": 0"),
            Schedules.EXAMPLE.replace(", \"slots\": 2", ""),
            Schedules.EXAMPLE.replace("\"array\"", "\"array\", \"slots\": 1"),
            Schedules.EXAMPLE.replace("\"logits\": {", "\"logitsOut\": {"),
            Schedules.EXAMPLE.replace(
                "\"logits\": {\"inside\": \"row\"", "\"logits\": {\"inside\": \"array\""),
            Schedules.EXAMPLE.replace(
                "\"O\": {", "\"logitsIn\": {\"inside\": \"array\"}, \"O\": {"),
            Schedules.EXAMPLE.replace("\"loop\": \"row\"", "\"loop\": \"key\""),
            Schedules.EXAMPLE.replace("{\"loop\": \"instance\", \"tile\": 1},", ""),
            Schedules.EXAMPLE.replace("\"schemaVersion\": 1", "\"schemaVersion\": 9"),
            Schedules.EXAMPLE.replace("\"residency\"", "\"residencies\""))) {
      assertThat(schedules.validate(StrictJson.readString(wrong, "wrong").node()))
          .as(wrong)
          .isNotEmpty();
      assertThatThrownBy(() -> ScheduleDocument.read(StrictJson.readString(wrong, "wrong")))
          .as(wrong)
          .isInstanceOf(InvalidInputException.class);
    }
    String noSlots = Schedules.EXAMPLE.replace("\"array\"", "\"array\", \"slots\": 0");
    assertThat(schedules.validate(StrictJson.readString(noSlots, "right").node())).isEmpty();
    assertThat(ScheduleDocument.read(StrictJson.readString(noSlots, "right")).schedule())
        .isEqualTo(Schedules.example());
  }

  @Test
  void acceptsPartsAndStepsOfKeysAndOtherPlaces() {
    String right =
        """
        { "schemaVersion": 1,
          "shared": [ {"loop": "instance", "tile": 1}, {"loop": "keyPart", "tile": 1024},
                      {"loop": "row", "tile": 128}, {"loop": "key", "tile": 512},
                      {"loop": "keyStep", "tile": 128} ],
          "logit":  { "loops": [ {"loop": "queryDim", "tile": 64} ], "stationarity": "output" },
          "attend": { "loops": [ {"loop": "valueDim", "tile": 64} ], "stationarity": "output" },
          "residency": { "Q": {"inside": "row", "slots": 2}, "K": {"inside": "keyStep", "slots": 2},
                         "V": {"inside": "key", "slots": 1},
                         "O": {"inside": "row", "place": "registers"},
                         "logits": {"inside": "key", "slots": 1, "place": "registers"} } }
        """;
    ScheduleDocument.read(StrictJson.readString(right, "right"));

    assertThat(
            PublishedSchema.of("schedule").validate(StrictJson.readString(right, "right").node()))
        .isEmpty();
  }

  /** It follows from other figures, but a reader of the file may use it. */
  @ParameterizedTest
  @ValueSource(strings = {"\"x\"", "[]", "true"})
  void refusesAnEnergyDelayProductThatIsNoNumber(String value) {
    ObjectNode wrong = ResultDocumentTest.complete().toJson();
    ((ObjectNode) wrong.at("/best/cost"))
        .set(
            "edpJouleSeconds",
            StrictJson.readString("{\"v\": " + value + "}", "v").node().get("v"));

    assertThat(PublishedSchema.of("result").validate(wrong)).isNotEmpty();
    assertThatThrownBy(() -> ResultDocument.read(JsonObjectReader.over(wrong, "wrong")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("wrong, /best/cost/edpJouleSeconds: must be a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/residency", "/logit", "/residency/K", "/shared/0"})
  void refusesASchemaReferenceInAPartOfADocumentAsTheReaderDoes(String place) {
    ObjectNode wrong = StrictJson.readString(Schedules.EXAMPLE, "example").node();
    ((ObjectNode) wrong.at(place)).put("$schema", "x.schema.json");

    assertThat(PublishedSchema.of("schedule").validate(wrong)).isNotEmpty();
    assertThatThrownBy(() -> ScheduleDocument.read(JsonObjectReader.over(wrong, "wrong")))
        .hasMessageContaining("wrong, " + place + "/$schema: unknown field");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/accelerator", "/workload", "/best/schedule"})
  void agreesWithTheReaderOnTheSchemaOfADocument(String place) {
    ObjectNode right = ResultDocumentTest.complete().toJson();
    ((ObjectNode) right.at(place)).put("$schema", "x.schema.json");
    ObjectNode wrong = right.deepCopy();
    ((ObjectNode) wrong.at(place)).put("$schema", 5);
    Schema results = PublishedSchema.of("result");

    assertThat(results.validate(right)).isEmpty();
    ResultDocument.read(JsonObjectReader.over(right, "right"));
    assertThat(results.validate(wrong)).isNotEmpty();
    assertThatThrownBy(() -> ResultDocument.read(JsonObjectReader.over(wrong, "wrong")))
        .hasMessageContaining("wrong, " + place + "/$schema: must be a string, found 5.");
  }
}
