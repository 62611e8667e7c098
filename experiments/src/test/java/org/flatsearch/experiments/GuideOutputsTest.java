package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that the commands in the guides print what the guides show below them ({@link
 * ShownOutput}). Each command that begins with {@code $ flatsearch} is run in a folder with the
 * documents of the guide.
 */
@Tag("thorough")
@Execution(ExecutionMode.CONCURRENT)
class GuideOutputsTest {
  private static final Path GUIDES = Path.of("../docs");
  private static final Pattern BLOCK = Pattern.compile("```\\w*\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NAME =
      Pattern.compile("This is\\s`([\\w-]+\\.(?:json|yaml))`[^`]*\\z");
  private static final Pattern COMMAND =
      Pattern.compile("^\\$ ((?:.*\\\\\n)*.*)\n([^$]*)", Pattern.MULTILINE);
  private static final String FLATSEARCH = "flatsearch ";

  @TempDir private Path folder;
  private final Set<String> written = new HashSet<>();

  @ParameterizedTest
  @ValueSource(strings = {"architect.md", "kernel-engineer.md", "search-researcher.md"})
  void areWhatTheCommandsPrint(String guide) throws IOException {
    List<String> failures = new ArrayList<>();
    int commands = 0;
    String text = Files.readString(GUIDES.resolve(guide));
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      keepDocument(text.substring(0, block.start()), block.group(1));
      Matcher command = COMMAND.matcher(block.group(1));
      while (command.find()) {
        String line = command.group(1).replaceAll("\\\\\n *", "");
        if (line.startsWith(FLATSEARCH)) {
          commands++;
          String missing = ShownOutput.firstMissing(run(line), command.group(2));
          if (!missing.isEmpty()) {
            failures.add(line + "\n    does not print, where it should: " + missing);
          }
        }
      }
    }

    assertThat(commands).as("commands of the guide").isPositive();
    assertThat(failures).isEmpty();
  }

  @Test
  void theFirstCommandOfTheReadmePrintsWhatItShows() throws IOException {
    String text = Files.readString(Path.of("../README.md"));
    String arguments = first("-Dexec.args=\"([^\"]*)\"", text);

    CommandRun run = CommandRun.of(arguments.split(" "));

    assertThat(ShownOutput.firstMissing(run.out(), first("```text\n(.*?)```", text))).isEmpty();
  }

  private static String first(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  /** Keeps a document that commands of the guide name, if the guide states its name before it. */
  private void keepDocument(String before, String text) throws IOException {
    Matcher name = NAME.matcher(before);
    if (name.find() && written.add(name.group(1))) {
      Files.writeString(folder.resolve(name.group(1)), text);
    }
  }

  private String run(String line) {
    String[] words = line.substring(FLATSEARCH.length()).split(" +");
    for (int k = 1; k < words.length; k++) {
      if (words[k - 1].equals("--out")) {
        written.add(words[k]);
      }
      if (written.contains(words[k]) && !words[k - 1].equals("--to")) {
        words[k] = folder.resolve(words[k]).toString();
      }
    }
    CommandRun run = CommandRun.of(words);
    // Notes are written before results.
    return (run.err() + run.out()).replace(folder + "/", "");
  }
}
