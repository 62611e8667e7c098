package org.flatsearch.results.exchange.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonValueReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlDocumentTest {
  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> YamlDocument.readString(text, "map.yaml"))
        .as(text)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @Test
  void refusesAliasesWhichWouldBeReadAsTheNamesOfTheirAnchors() {
    String advice = " is an alias, which is not followed; write out what it stands for.";

    assertRefused("a: &x 1\nb: *x\n", "map.yaml, line 2: '*x'" + advice);
    assertRefused("a: &x [*x]\n", "map.yaml, line 1: '*x'" + advice);
    assertRefused("a: &x {b: 1}\nc:\n  <<: *x\n", "map.yaml, line 3: '*x'" + advice);
    assertThat(YamlDocument.readString("a: &x b\n", "map.yaml").requiredString("a", ""))
        .isEqualTo("b");
  }

  @Test
  void refusesNumbersThatTakeLongToRead() {
    String digits = "1".repeat(400);

    for (String allowed : List.of("a: " + digits, "a: x1" + digits)) {
      assertThat(YamlDocument.readString(allowed, "map.yaml").has("a")).isTrue();
    }
    for (String number : List.of(digits + "1", "1." + digits, "1_" + digits, "0x" + digits)) {
      assertRefused(
          "b: 1\na: [" + number + "]\n",
          "map.yaml, line 2: a number of more than 400 characters; round it.");
    }
  }

  /** A device has no size. */
  @Test
  void refusesWhatHasNoEnd() {
    Path zeros = Path.of("/dev/zero");
    assumeTrue(Files.exists(zeros));
    assertThatThrownBy(() -> YamlDocument.readFile(zeros))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("/dev/zero: the file is larger than 1048576 bytes; is it a mapping?");
  }

  /** As a double, it would be infinite. */
  @Test
  void readsNumbersThatNoDoubleHolds() {
    JsonValueReader number = YamlDocument.readString("a: 1e999\n", "map.yaml").required("a", "1");

    assertThatThrownBy(number::asDouble)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("map.yaml, /a: must be a number below 1.8e308, found 1E+999.");
  }

  @Test
  void saysThatAFileIsInAnotherEncoding(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("map.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});

    assertThatThrownBy(() -> YamlDocument.readFile(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": the file is not UTF-8 text. Save it in that encoding.");
  }

  @Test
  void writesSixDigitsAndNoExponent() {
    assertThat(List.of(4.0, 4 / 3.0, 1e7, 1e-7).stream().map(YamlText::number))
        .containsExactly("4", "1.33333", "10000000", "0.0000001");
  }

  @Test
  void saysThatTheNameOfAFileIsEmpty() {
    assertThatThrownBy(() -> YamlDocument.readFile(Path.of("")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("the name of a file is empty; name one.");
  }

  @Test
  void saysThatAFileIsEmpty() {
    for (String text : List.of("", "\n \n", "# mapping: none\n", "---\n# none\n...\n")) {
      assertThatThrownBy(() -> YamlDocument.readString(text, "map.yaml"))
          .as(text)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("map.yaml: ");
    }
    assertRefused("# none\n", "map.yaml: the file has only blanks and comments. Name another one.");
  }

  @Test
  void saysWhatIsWrongWithoutTheNamesOfItsParsers() {
    assertRefused(
        "a: {[b]: 1}\n",
        "map.yaml, line 1, column 6: not valid YAML: Expected a field name (Scalar value in"
            + " YAML).");
    assertRefused(
        "a: " + "[".repeat(100),
        "map.yaml: not valid YAML: Document nesting depth (65) exceeds the maximum allowed (64).");
    assertRefused(
        "a: 1\nb\n", "map.yaml, line 3, column 1: not valid YAML: could not find expected ':'.");
    String allowed = "a: 1 # \uD83D\uDE00\nb: \uD83D\uDE00";
    assertRefused(
        allowed + "\u0001\nc: \u0001\n",
        "map.yaml, line 2, column 5: not valid YAML: the character U+0001 is not allowed; remove"
            + " it.");
    assertRefused(
        "a:\n" + "- 2\n".repeat(3000) + "- \uFFFE",
        "map.yaml, line 3002, column 3: not valid YAML: the character U+FFFE is not allowed;"
            + " remove it.");
  }
}
