package org.flatsearch.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrictYamlTest {
  private static JsonObjectReader read(String text) {
    return StrictYaml.readString(text, "map.yaml");
  }

  private static void assertRefused(String text, String place, String message) {
    assertThatThrownBy(() -> read(text))
        .as(text)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("map.yaml" + place)
        .hasMessageContaining(message);
  }

  @Test
  void valuesKnowTheirPlacesAndTexts() {
    JsonObjectReader root = read("a: 1\nb:\n  - {c: 20KiB, d: 1.50}\n  -\n");
    List<JsonValueReader> list = root.requiredArray("b", "[]");
    JsonObjectReader object = list.get(0).asObject();
    assertThat(object.required("c", "1").at()).isEqualTo(new Location("map.yaml", "/b/0/c", 3, 9));
    assertThat(object.nameAt("d").column()).isEqualTo(16);
    assertThat(object.required("d", "1").asText()).isEqualTo("1.50");
    assertThat(list.get(1).node().isNull()).isTrue();
    assertThatThrownBy(() -> object.required("e", "1"))
        .hasMessageStartingWith("map.yaml, line 3, column 5, /b/0/e: the field is missing");
    assertThatThrownBy(() -> object.required("c", "1").asInt())
        .hasMessageStartingWith("map.yaml, line 3, column 9, /b/0/c: must be a whole number");
  }

  @Test
  void refusesAliasesWhichWouldBeReadAsTheNamesOfTheirAnchors() {
    assertRefused("a: &x 1\nb: *x\n", ", line 2, column 4, /b", "'*x' is an alias");
    assertRefused("a: &x [*x]\n", ", line 1, column 8, /a/0", "'*x' is an alias");
    assertRefused("a: &x {b: 1}\nc:\n  <<: *x\n", ", line 3", "'*x' is an alias");
    assertThat(read("a: &x b\n").requiredString("a", "")).isEqualTo("b");
  }

  @Test
  void refusesNumbersThatTakeLongToRead() {
    String digits = "1".repeat(400);
    for (String allowed : List.of("a: " + digits, "a: x1" + digits)) {
      assertThat(read(allowed).has("a")).isTrue();
    }
    for (String number : List.of(digits + "1", "1." + digits, "1_" + digits, "0x" + digits)) {
      assertRefused("b: 1\na: [" + number + "]\n", ", line 2, column 5", "400 characters");
    }
  }

  @Test
  void readsNumbersThatNoDoubleHolds() {
    JsonValueReader number = read("a: 1e999\n").required("a", "1");
    assertThatThrownBy(number::asDouble).hasMessageContaining("must be a number below 1.8e308");
    assertRefused("a: .inf\n", ", line 1", "Malformed numeric value '.inf'");
  }

  @Test
  void refusesFilesThatAreNoSuchText(@TempDir Path folder) throws Exception {
    Path latin = Files.write(folder.resolve("map.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});
    assertThatThrownBy(() -> StrictYaml.readFile(latin)).hasMessageContaining("not UTF-8");
    Path zeros = Path.of("/dev/zero");
    Assumptions.assumeTrue(Files.exists(zeros));
    assertThatThrownBy(() -> StrictYaml.readFile(zeros)).hasMessageContaining("1048576 bytes");
  }

  @Test
  void saysWhatIsWrongAndWhere() {
    for (String text : List.of("", "\n \n", "# mapping: none\n")) {
      assertRefused(text, ", line ", "empty");
    }
    assertRefused("---\n# none\n...\n", "", "expected an object");
    assertRefused("a: 1\n---\nb: 1\n", ", line 3", "something follows the end of the document");
    assertRefused("a: 1\na: 2\n", ", line 2, column 1, /a", "twice, first in line 1");
    assertRefused("a: {[b]: 1}\n", ", line 1, column 6: not valid YAML", "Expected a field name");
    assertRefused("a: " + "[".repeat(100), ", line 1, column ", "nesting depth (65) exceeds");
    assertRefused("a: 1\nb\n", ", line 3, column 1: not valid YAML", "could not find expected ':'");
    assertRefused(
        "a: 1 # \uD83D\uDE00\nb: \uD83D\uDE00\u0001\nc: \u0001\n", ", line 2, column 5", "U+0001");
  }
}
