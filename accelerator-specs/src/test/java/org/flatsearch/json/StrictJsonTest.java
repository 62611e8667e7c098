package org.flatsearch.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  @Test
  void malformedJsonNamesFileLineAndColumn(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(folder.resolve("chip.json"), "{\n  \"rows\": 32,\n  columns: 3\n}");
    assertThatThrownBy(() -> StrictJson.readFile(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ", line 3, column 3: not valid JSON: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aDuplicateKeyIsRefused() {
    assertRefused(
        "{\n\"rows\": 1,\n\"rows\": 2}",
        "doc, line 3, column 1: the field \"rows\" is given twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "{} x", "{}]", "{},"})
  void contentAfterTheDocumentIsRefused(String text) {
    assertRefused(text, "doc, line 1, column");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": NaN}",
        "{\"a\": Infinity}",
        "{\"a\": -Infinity}",
        "{\"a\": 01}",
        "{\"a\": +1}",
        "{\"a\": .5}",
        "{\"a\": 1,}",
        "{'a': 1}",
        "{\"a\": 1 /* one */}",
        "{\"a\": 1} // end"
      })
  void whatIsNoJsonIsRefused(String text) {
    assertRefused(text, "not valid JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n"})
  void anEmptyDocumentIsCalledEmpty(String text) {
    assertRefused(text, ": the document is empty; expected an object.");
  }

  @Test
  void aRootThatIsNoObjectIsRefused() {
    assertRefused("[1]", "doc, line 1, column 1: expected an object, found an array.");
    assertRefused(
        "\"flat\"", "doc, line 1, column 1: expected an object, found the string \"flat\".");
    assertRefused("null", "doc, line 1, column 1: expected an object, found null");
  }

  /** The library's messages name its settings that would allow it. */
  @Test
  void whatIsNoJsonIsToldInWordsThatHelpItsAuthor() {
    assertRefused(
        "{ // chip\n}", "not valid JSON: it has a comment, which JSON does not have; take it out.");
    assertRefused(
        "{\"a\": NaN}",
        "not valid JSON: NaN and infinities are not JSON numbers; write a finite number or leave"
            + " the field out.");
    assertRefused("{\"a\": +1}", "not valid JSON: numbers have no plus sign in JSON; take it out.");
    assertRefused(
        "{\n \"a\": [1}",
        "doc, line 2, column 9: not valid JSON: Unexpected close marker '}': expected ']', of what"
            + " begins in line 2, column 7.");
    assertRefused(
        "{\"a\":\n [1",
        "line 2, column 4: not valid JSON: Unexpected end-of-input, of what begins in line 2,"
            + " column 2.");
    assertRefused("{\"a\": 1,", "not valid JSON: Unexpected end-of-input");
    assertRefused("{} {}", "something follows the end of the document; take it out.");
  }

  @Test
  void nestingBeyondTheLimitIsRefusedWithoutNamingTheLibrary() {
    String deep = "{\"a\":".repeat(64) + "1" + "}".repeat(64);
    assertThat(StrictJson.readString(deep, "doc").has("a")).isTrue();
    assertThatThrownBy(() -> StrictJson.readString("{\"a\":" + deep + "}", "doc"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("beyond the limits for a document")
        .hasMessageContaining("64")
        .hasMessageNotContaining("StreamReadConstraints");
  }

  @Test
  void whatIsBeyondALimitIsFoundByItsLine() {
    assertRefused("{\n\"a\":\n" + "[".repeat(65), "doc, line 3, column ");
    assertRefused("{\n\"a\": [0,\n" + "9".repeat(401) + ",\n0]}", "doc, line 3, column ");
    assertRefused("{\n\"" + "a".repeat(50_001) + "\": 0}", "doc, line 2, column ");
    String line = "{\"a\": " + "9".repeat(401) + "}";
    assertThatThrownBy(() -> StrictJson.readLine(line, "runs.jsonl", 7))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("runs.jsonl, line 7, column ");
  }

  @Test
  void aNumberWithAnAbsurdExponentIsRefused() {
    assertRefused(
        "{\n\"a\": 1e99999999999}",
        "doc, line 2, column 6: a number has too many digits in its exponent.");
  }

  @Test
  void aFileLargerThanTheLimitIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("large"), new byte[StrictJson.MAXIMUM_BYTES + 1]);
    assertThatThrownBy(() -> StrictJson.readFile(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("more than 67108864 bytes");
  }

  @Test
  void textThatIsNotUtf8IsRefusedWithItsLine() {
    byte[] latin = "{\n\"name\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> StrictJson.readBytes(latin, "doc"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("doc, line 2: the text is not UTF-8; save it as UTF-8.");
  }

  @Test
  void utf16IsRecognised() {
    byte[] bigEndian = "{}".getBytes(StandardCharsets.UTF_16);
    byte[] littleEndianAndEmpty = {(byte) 0xFF, (byte) 0xFE};
    for (byte[] utf16 : List.of(bigEndian, littleEndianAndEmpty)) {
      assertThatThrownBy(() -> StrictJson.readBytes(utf16, "doc"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("UTF-16");
    }
  }

  @Test
  void aByteOrderMarkIsSkipped() {
    byte[] marked = "\uFEFF{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
    assertThat(StrictJson.readBytes(marked, "doc").required("a", "1").asInt()).isEqualTo(1);
  }

  @Test
  void aMissingFileAndAFolderAreRefused(@TempDir Path folder) {
    Path file = folder.resolve("none.json");
    assertThatThrownBy(() -> StrictJson.readFile(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": there is no such file");
    assertThatThrownBy(() -> StrictJson.readFile(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(folder + ": the file can't be read: it is a folder; name a file in it.");
  }

  /** Were the time the square of their length, this would take minutes. */
  @Test
  void namesTakeNoLongerThanTheirLength() {
    String dots = ".".repeat(49_000) + "x";
    for (int i = 0; i < 100; i++) {
      assertRefused("{\"%s\": 1, \"%s\": 2}".formatted(dots, dots), "is given twice");
    }
  }

  @Test
  void writesInStableOrderWithLineFeeds() {
    ObjectNode document = StrictJson.newObject();
    document.put("z", 1).put("a", "é");
    document.putObject("nested").set("clockHz", StrictJson.number(940e6));
    document.putArray("list").add(1).add(2);
    document.putObject("empty");
    assertThat(StrictJson.write(document))
        .isEqualTo(
            """
            {
              "z": 1,
              "a": "é",
              "nested": {
                "clockHz": 940000000
              },
              "list": [
                1,
                2
              ],
              "empty": {}
            }
            """);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -3, 1.5, 9.47e-13, 1e300, Double.MIN_VALUE, 0x1p53, 0.1 + 0.2})
  void numbersSurviveARoundTripToTheLastBit(double value) {
    ObjectNode document = StrictJson.newObject();
    document.set("x", StrictJson.number(value));
    double read = StrictJson.readString(StrictJson.write(document), "doc").requiredDouble("x", "1");
    assertThat(read).isEqualTo(value);
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> StrictJson.readString(text, "doc"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
