package org.flatsearch.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFolderTest {
  private static final Map<String, String> TEXTS = Map.of("a.txt", "a", "sub/b.txt", "b");

  @TempDir Path parent;

  @Test
  void writesANewFolderAndThoseAboveIt() throws Exception {
    Path folder = parent.resolve("above/new");
    OutputFolder.write(folder, TEXTS);
    assertThat(folder.resolve("a.txt")).hasContent("a");
    assertThat(folder.resolve("sub/b.txt")).hasContent("b");
    assertThat(below(parent)).containsExactlyInAnyOrder("above", "new", "a.txt", "sub", "b.txt");
  }

  @Test
  void writesIntoAnEmptyFolderBehindALink() throws Exception {
    Path folder = Files.createDirectory(parent.resolve("empty"));
    Path link = Files.createSymbolicLink(parent.resolve("link"), folder);
    OutputFolder.write(link, TEXTS);
    assertThat(link).isSymbolicLink();
    assertThat(below(folder)).containsExactlyInAnyOrder("a.txt", "sub", "b.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../b.txt", "/tmp/flatsearch-b.txt", "sub/../../b.txt", "."})
  void writesNothingOutsideTheFolder(String path) throws Exception {
    Map<String, String> texts = Map.of(path, "b");
    assertThatThrownBy(() -> OutputFolder.write(parent.resolve("new"), texts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a file of a folder must be inside of it, found \"" + path + '"');
    assertThat(below(parent)).isEmpty();
  }

  @Test
  void refusesAFolderInWhichSomethingIs() throws Exception {
    Path file = Files.writeString(parent.resolve("old"), "old");
    for (Path path : List.of(parent, file)) {
      assertThatThrownBy(() -> OutputFolder.write(path, TEXTS))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(path + ": is not an empty folder");
    }
    assertThat(below(parent)).containsExactly("old");
  }

  /** Each of the names, as it is not known in which order files are moved. */
  @ParameterizedTest
  @ValueSource(strings = {"a.txt", "b.txt", "c.txt"})
  void aFileThatSomebodyElsePutsThereMeanwhileIsAllThatIsLeft(String name) throws Exception {
    Path folder = Files.createDirectory(parent.resolve("empty"));
    Map<String, String> texts =
        new LinkedHashMap<>(Map.of("a.txt", "a", "b.txt", "b", "c.txt", "c")) {
          @Override
          public Set<Map.Entry<String, String>> entrySet() {
            try {
              Files.writeString(folder.resolve(name), "of somebody else");
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return super.entrySet();
          }
        };

    assertThatThrownBy(() -> OutputFolder.write(folder, texts))
        .isInstanceOf(WriteFailedException.class);
    assertThat(below(folder)).containsExactly(name);
    assertThat(folder.resolve(name)).hasContent("of somebody else");
  }

  @Test
  void aFailureLeavesNothingInTheWayOfTheNextTry() throws Exception {
    Map<String, String> texts = new LinkedHashMap<>(TEXTS);
    texts.put("x".repeat(300), "x");
    Path empty = Files.createDirectory(parent.resolve("empty"));
    for (Path path : List.of(parent.resolve("new"), empty)) {
      assertThatThrownBy(() -> OutputFolder.write(path, texts))
          .isInstanceOf(WriteFailedException.class)
          .hasMessageStartingWith(path + ": the folder can't be written: ");
    }
    assertThat(below(parent)).containsExactly("empty");
  }

  private static List<String> below(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.skip(1).map(file -> file.getFileName().toString()).toList();
    }
  }
}
