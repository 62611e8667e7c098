package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The wording of each command: its help, its usual output and its usual errors, in a file per
 * command. A line that begins with {@code $ flatsearch} is a command line; below it is what it
 * prints, errors first, and its exit code unless that is 0.
 *
 * <p>{@code mvn test -Dtest=GoldenOutputTest -Dflatsearch.writeGolden=true} writes the files again,
 * for a look at the difference; further command lines are just added to a file.
 */
class GoldenOutputTest {
  private static final String PROMPT = "$ flatsearch";
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  /** What an earlier run exported would be named in a note. */
  @BeforeAll
  static void removeWhatWasExported() throws IOException {
    Path exported = Path.of("target/golden");
    if (Files.exists(exported)) {
      try (Stream<Path> files = Files.walk(exported)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void saysWhatItsFileHas(Path file) throws IOException {
    String golden = Files.readString(file);
    StringBuilder now = new StringBuilder();
    for (String line : golden.lines().filter(each -> each.startsWith(PROMPT)).toList()) {
      String arguments = line.substring(PROMPT.length()).strip();
      CommandRun run = CommandRun.of(arguments.isEmpty() ? new String[0] : arguments.split(" "));
      now.append(line)
          .append('\n')
          .append(run.err())
          .append(run.out())
          .append(run.exitCode() == 0 ? "" : "exit code " + run.exitCode() + "\n")
          .append('\n');
    }
    String text =
        now.toString()
            .replaceAll("(\"modelVersion\": )[0-9]+", "$1…")
            .replaceAll(" in [0-9.,]+ [mµ]?s;", " in some time;");
    if (Boolean.getBoolean("flatsearch.writeGolden")) {
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(golden);
  }
}
