package org.flatsearch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.IllegalScheduleException;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleDocumentTest {
  @TempDir Path folder;

  private static ScheduleDocument read(String text) {
    return ScheduleDocument.read(StrictJson.readString(text, "s.json"));
  }

  @Test
  void readsTheExampleOfTheDocumentation() {
    ScheduleDocument document = read(Schedules.EXAMPLE);

    assertThat(document.schedule()).isEqualTo(Schedules.example());
    assertThat(document.madeFor()).contains(new MadeFor("flat-edge", "bert-4096"));
  }

  static Stream<AttentionSchedule> schedules() {
    return Stream.of(Schedules.example(), Schedules.throughDram(), Schedules.online());
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void readsBackWhatItWrites(AttentionSchedule schedule) {
    Path file = folder.resolve("schedule.json");
    ScheduleDocument document = new ScheduleDocument(schedule, Optional.empty());

    document.write(file);

    assertThat(ScheduleDocument.read(file)).isEqualTo(document);
  }

  @Test
  void allowsASchemaReference() {
    assertThat(read(Schedules.EXAMPLE.replaceFirst("\\{", "{ \"\\$schema\": \"s.json\", ")))
        .isEqualTo(read(Schedules.EXAMPLE));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "schemaVersion": 1                 | "schemaVersion": 2              | s.json, /schemaVersion: this program reads version 1
          "schemaVersion": 1                 | "schemaVersion": 2, "new": 1    | s.json, /schemaVersion: this program reads version 1
          "tile": 128                        | "tile": 0                       | s.json, /shared/1/tile: must be a whole number
          "tile": 128                        | "tile": 1.5                     | s.json, /shared/1/tile: must be a whole number
          "tile": 128                        | "tile": "128"                   | s.json, /shared/1/tile: must be a whole number
          "tile": 128                        | "tyle": 128                     | s.json, /shared/1/tyle: unknown field. Did you mean tile?
          "loop": "row", "tile": 128         | "loop": "rows", "tile": 128     | Did you mean row?
          "loop": "row", "tile": 128         | "loop": "key", "tile": 128      | s.json, /shared: the shared loops are (instance, key)
          "loop": "key", "tile": 512         | "loop": "row", "tile": 512      | s.json, /logit/loops/0/loop: loop 'row' is already a shared loop
          "loop": "queryDim"                 | "loop": "key"                   | s.json, /logit/loops/1/loop: loop 'key' is given twice; remove one
          "loop": "valueDim"                 | "loop": "queryDim"              | s.json, /attend/loops/1/loop: the attend stage has no loop 'queryDim'
          {"loop": "queryDim"                | 64, {"loop": "queryDim"         | s.json, /logit/loops/1: must be an object such as {"loop": "instance", "tile": 1}
          "stationarity": "input"            | "stationarity": "outpt"         | s.json, /attend/stationarity: must be one of output, weight, input
          "Q": {"inside": "row", "slots": 2} | "Q": {"inside": "row", "slots": 4} | s.json, /residency/Q/slots: slots is 4 but a buffered tensor has 1 to 3
          "Q": {"inside": "row", "slots": 2} | "Q": {"inside": "row", "slots": 0} | s.json, /residency/Q/slots: slots is 0 but a buffered tensor has 1 to 3
          "Q": {"inside": "row", "slots": 2} | "Q": {"inside": "valueDim", "slots": 2} | s.json, /residency/Q/inside: the logit stage has no loop 'valueDim'
          "Q": {"inside": "row", "slots": 2} | "Q": "row"                      | s.json, /residency/Q: must be an object such as {"inside": "row", "slots": 2}
          "V": {"inside": "array"}           | "V": {"inside": "array", "slots": 1} | s.json, /residency/V/slots: a tensor at the array has no slots
          "V": {"inside": "array"}           | "W": {"inside": "array"}        | s.json, /residency/W: unknown field
          "V": {"inside": "array"},          |                                 | s.json, /residency: the residency of 'V' is missing
          "logits": {"inside": "row", "slots": 1} | "logits": {"inside": "instance", "slots": 1} | s.json, /residency/logits/inside: fused logits are held inside
          "logits": {"inside": "row", "slots": 1} | "logits": {"inside": "array"} | fused logits are held inside the innermost shared loop, 'row', not at the array
          "logits":                          | "logitsIn": {"inside": "array"}, "logits": | s.json, /residency/logitsIn: logits are either on chip or pass through DRAM, not both
          "transposed": false                | "transposed": "no"              | s.json, /logit/transposed: must be true or false
          """)
  void namesThePlaceAndTheRule(String found, String replacement, String message) {
    assertThat(Schedules.EXAMPLE).contains(found);
    String text =
        Schedules.EXAMPLE.replaceFirst(
            Pattern.quote(found), Matcher.quoteReplacement(replacement == null ? "" : replacement));

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void namesThePlaceInTheDocumentAroundIt() {
    String text =
        "{ \"best\": " + Schedules.EXAMPLE.replace("\"slots\": 1}", "\"slots\": 7}") + "}";

    assertThatThrownBy(
            () ->
                ScheduleDocument.read(
                    StrictJson.readString(text, "r.json").requiredObject("best", "{}")))
        .hasMessageContaining("r.json, /best/residency/K/slots: slots is 7");
  }

  @Test
  void refusesATileLargerThanItsDimension() {
    ScheduleDocument document = read(Schedules.EXAMPLE);
    var shorter = SpecCatalogue.workload("bert").withSequence(500);

    assertThatThrownBy(() -> document.requireFits(shorter, "s.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "s.json, /logit/loops/0/tile: key tile 512 exceeds the 500 keys of workload 'bert';"
                + " use a tile from 1 to 500.");
    assertThatThrownBy(
            () ->
                document.requireFits(
                    SpecCatalogue.workload("bert").with("queryDim", "32"), "s.json"))
        .hasMessageContaining("s.json, /logit/loops/1/tile: queryDim tile 64 exceeds the 32 ");
    assertThatThrownBy(() -> document.requireFits(shorter.withSequence(1), "s.json"))
        .hasMessageContaining("row tile 128 exceeds the 1 row of workload 'bert'");
  }

  /** The softmax of a tile of keys can only be an online one. */
  @Test
  void refusesSharedKeysWhoseLogitsGoThroughDram() {
    AttentionSchedule online = Schedules.online();

    assertThatThrownBy(
            () ->
                new AttentionSchedule(
                    online.shared(),
                    online.logit(),
                    online.attend(),
                    Schedules.throughDram().residency()))
        .isInstanceOf(IllegalScheduleException.class)
        .hasMessageStartingWith("logits cannot go through DRAM when the key loop is shared");
  }

  @Test
  void acceptsTilesThatFit() {
    read(Schedules.EXAMPLE).requireFits(SpecCatalogue.workload("bert"), "s.json");
  }
}
