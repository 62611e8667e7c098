package org.flatsearch.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class JsonObjectReaderTest {

  private enum Side {
    LEFT,
    RIGHT
  }

  @Test
  void anUnknownFieldIsRefusedWithItsPathAndTheNearestKnownOne() {
    JsonObjectReader inner = read("{'energy': {'macJules': 1}}").requiredObject("energy", "{}");
    assertRefused(
        () -> inner.allowOnly("macJoules", "leakageWatts"),
        "chip.json, /energy/macJules: unknown field. Did you mean macJoules?");
  }

  @Test
  void aDocumentMayNameItsSchema() {
    JsonObjectReader within = read("{'chip': {'$schema': 'x'}}").requiredObject("chip", "{}");
    within.allowOnly("schemaVersion", "rows");
    read("{'$schema': 'x.schema.json', 'rows': 1}").allowOnly("schemaVersion", "rows");
    assertRefused(
        () -> read("{'$schema': 5}").allowOnly("schemaVersion"),
        "chip.json, /$schema: must be a string, found 5.");
    assertRefused(
        () -> read("{'$schema': null}").allowOnly("schemaVersion"),
        "chip.json, /$schema: the field must not be null");
  }

  @Test
  void ofALongValueTheFirstSixtyCharactersAreShown() {
    String whole = "1".repeat(58);
    assertRefused(
        () -> read("{'rows': '" + whole + "'}").required("rows", "32").asInt(),
        "found the string \"" + whole + "\".");
    assertRefused(
        () -> read("{'rows': '" + whole + "2'}").required("rows", "32").asInt(),
        "found the string \"" + whole + "2….");
  }

  @Test
  void aMissingFieldIsNamedWithAnExample() {
    assertRefused(
        () -> read("{}").required("rows", "32").asInt(),
        "chip.json, /rows: the field is missing, for example \"rows\": 32.");
  }

  @Test
  void aNullIsNotAnAbsentField() {
    assertRefused(
        () -> read("{'rows': null}").required("rows", "32").asInt(),
        "/rows: the field must not be null, for example \"rows\": 32.");
    assertRefused(
        () -> read("{'rows': null}").optional("rows").map(JsonValueReader::asInt),
        "/rows: must be a whole number, found null (leave the field" + " out instead).");
  }

  @Test
  void integersKeepTheirRange() {
    assertThat(read("{'a': 9223372036854775807}").requiredLong("a", "1")).isEqualTo(Long.MAX_VALUE);
    assertThat(read("{'a': -2147483648}").required("a", "1").asInt()).isEqualTo(Integer.MIN_VALUE);
    assertRefused(() -> read("{'a': 2147483648}").required("a", "1").asInt(), "found 2147483648.");
    assertRefused(
        () -> read("{'a': 9223372036854775808}").requiredLong("a", "1"),
        "to 9223372036854775807, found 9223372036854775808.");
    assertRefused(() -> read("{'a': 1e999999}").requiredLong("a", "1"), "found 1E+999999.");
    assertRefused(() -> read("{'a': 1e2147483647}").requiredLong("a", "1"), "must be a whole");
    assertRefused(() -> read("{'a': 1e-2147483647}").requiredLong("a", "1"), "must be a whole");
    ObjectNode fromYaml = StrictJson.newObject().put("a", Double.POSITIVE_INFINITY);
    assertRefused(
        () -> JsonObjectReader.over(fromYaml, "map.yaml").requiredLong("a", "1"),
        "found \"Infinity\".");
  }

  @Test
  void aWholeNumberMayBeWrittenWithAPointOrAnExponent() {
    assertThat(read("{'a': 512.0}").requiredLong("a", "1")).isEqualTo(512);
    assertThat(read("{'a': 5.12e2}").required("a", "1").asInt()).isEqualTo(512);
    ObjectNode fromYaml = StrictJson.newObject().put("a", 512.0);
    assertThat(JsonObjectReader.over(fromYaml, "map.yaml").required("a", "1").asInt())
        .isEqualTo(512);
    assertRefused(
        () -> read("{'a': 1.5}").required("a", "1").asInt(), "must be a whole number, found 1.5.");
  }

  @Test
  void fieldsWithFreeNamesAreOfOneType() {
    assertThat(read("{'b': '1', 'a': ''}").allLines())
        .containsExactly(entry("a", ""), entry("b", "1"));
    assertThat(read("{'n': 7}").allLongs()).containsExactly(entry("n", 7L));
    assertRefused(() -> read("{'a': 1}").allLines(), "/a: must be a string, found 1.");
    assertRefused(() -> read("{'a': null}").allLongs(), "must not be null, for example \"a\": 1.");
  }

  @Test
  void eachTypeSaysWhatItExpectedAndFound() {
    JsonObjectReader reader = read("{'a': [1]}");
    assertRefused(() -> reader.requiredDouble("a", "1"), "must be a number, found an array.");
    assertRefused(() -> reader.requiredString("a", "1"), "must be a string, found an array.");
    assertRefused(
        () -> reader.optional("a").map(JsonValueReader::asBoolean),
        "must be true or false, found an array.");
    assertRefused(
        () -> reader.requiredObject("a", "{'b': 1}"),
        "must be an object such as {'b': 1}, found an array.");
    assertRefused(() -> reader.optionalObject("a"), "must be an object, found an array.");
    assertRefused(
        () -> read("{'a': {}}").requiredArray("a", "1"), "must be an array, found an object.");
    assertRefused(
        () -> read("{'a': 1}").optional("a").map(JsonValueReader::asBoolean),
        "must be true or false, found 1.");
  }

  @Test
  void pathsReachIntoArraysAndEscapeAsPointers() {
    JsonObjectReader reader = read("{'shared': [{'tile': 1}, {'tile': 'x'}], 'a/b~': {'c': 1}}");
    JsonObjectReader second = reader.required("shared", "[]").asObjects().get(1);
    assertRefused(() -> second.required("tile", "1").asInt(), "chip.json, /shared/1/tile: must be");
    assertRefused(
        () -> reader.requiredObject("a/b~", "{}").requiredString("c", "1"),
        "chip.json, /a~1b~0/c: must be");
    assertRefused(
        () -> read("{'s': ['a', 1]}").required("s", "[]").asStrings(), "chip.json, /s/1: must be");
  }

  @Test
  void aChoiceIsReadByItsNameInJson() {
    assertThat(choice("{'side': 'left'}")).isEqualTo(Side.LEFT);
    assertRefused(
        () -> choice("{'side': 'lefft'}"),
        "/side: must be one of left, right, found the string \"lefft\". Did you mean left?");
    assertRefused(() -> choice("{'side': 1}"), "must be one of left, right, found 1.");
  }

  @Test
  void onlyTheSupportedSchemaVersionIsRead() {
    read("{'schemaVersion': 1}").requireDocument(1);
    assertRefused(
        () -> read("{'schemaVersion': 2}").requireDocument(1),
        "chip.json, /schemaVersion: this program reads version 1, found 2. A newer release");
    assertRefused(
        () -> read("{'schemaVersion': '1'}").requireDocument(1),
        "chip.json, /schemaVersion: must be the number 1, found the string \"1\".");
    assertRefused(() -> read("{}").requireDocument(1), "for example \"schemaVersion\": 1.");
  }

  @Test
  void aDocumentOfAnotherSchemaVersionMayHaveFieldsThatAreUnknownHere() {
    assertRefused(
        () -> read("{'voltage': 1, 'schemaVersion': 2}").requireDocument(1),
        "chip.json, /schemaVersion: this program reads version 1, found 2. A newer release");
    assertRefused(
        () -> read("{'voltage': 1, 'schemaVersion': 1}").requireDocument(1),
        "chip.json, /voltage: unknown field.");
    assertRefused(
        () -> read("{'schemaVersoin': 1}").requireDocument(1),
        "chip.json, /schemaVersoin: unknown field. Did you mean schemaVersion?");
  }

  @Test
  void aLongNameIsCut() {
    assertRefused(
        () -> read("{'" + "a".repeat(9999) + "': 1}").allowOnly("rows"),
        "chip.json, /" + "a".repeat(60) + "\u2026: unknown field. Known: rows.");
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() {
    assertRefused(
        () -> read("{'a': '\\u001b[31m\\n'}").required("a", "1").asInt(), "\"\\u001B[31m\\n\"");
    assertRefused(
        () -> read("{'\\u001b[31m\\n': 1}").allowOnly("rows"),
        "chip.json, /\\u001B[31m\\n: unknown field.");
    assertRefused(
        () -> read("{'\\u001b[31m': 1, '\\u001b[31m': 1}"),
        "the field \"\\u001B[31m\" is given twice");
  }

  private static Side choice(String json) {
    return read(json)
        .required("side", "\"left\"")
        .asOneOf(Side.values(), side -> side.name().toLowerCase(Locale.ROOT));
  }

  private static JsonObjectReader read(String json) {
    return StrictJson.readString(json.replace('\'', '"'), "chip.json");
  }

  private static void assertRefused(ThrowingCallable reading, String message) {
    assertThatThrownBy(reading)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
