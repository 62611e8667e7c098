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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands in the guides print what stands below them. A block that begins with {@code $
 * flatsearch} is run with its lines in a folder that has the documents of the guide; what it shows
 * has to come in that order, {@code …} standing for anything, and seconds for any number of them.
 */
@Tag("thorough")
class GuideOutputsTest {
  private static final Path GUIDES = Path.of("../docs");
  private static final Pattern BLOCK = Pattern.compile("```(\\w*)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMAND =
      Pattern.compile("^\\$ ((?:.*\\\\\n)*.*)\n([^$]*)", Pattern.MULTILINE);
  private static final String FLATSEARCH = "flatsearch ";
  private static final Pattern EFFORT = Pattern.compile("(evaluations in ).*( s|ms)(;)");

  @TempDir private Path folder;
  private final Set<String> written = new HashSet<>();

  @ParameterizedTest
  @ValueSource(strings = {"architect.md", "kernel-engineer.md", "search-researcher.md"})
  void areWhatTheCommandsPrint(String guide) throws IOException {
    List<String> failures = new ArrayList<>();
    int commands = 0;
    Matcher block = BLOCK.matcher(Files.readString(GUIDES.resolve(guide)));
    while (block.find()) {
      keepDocument(block.group(1), block.group(2));
      Matcher command = COMMAND.matcher(block.group(2));
      while (command.find()) {
        String line = command.group(1).replaceAll("\\\\\n *", "");
        if (line.startsWith(FLATSEARCH)) {
          commands++;
          String missing = firstMissing(run(line), command.group(2));
          if (!missing.isEmpty()) {
            failures.add(line + "\n    does not print, where it should: " + missing);
          }
        }
      }
    }

    assertThat(commands).as("commands of the guide").isPositive();
    assertThat(failures).isEmpty();
  }

  /** The accelerator and the experiment that commands of the guides name. */
  private void keepDocument(String language, String text) throws IOException {
    String name = language.equals("json") ? "my-chip.json" : "strategies.yaml";
    if ((language.equals("json") || language.equals("yaml")) && written.add(name)) {
      Files.writeString(folder.resolve(name), text);
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

  /** The first line of what a guide shows that an output does not have after those before. */
  private static String firstMissing(String output, String shown) {
    List<String> lines = output.lines().map(GuideOutputsTest::comparable).toList();
    int at = 0;
    for (String line : shown.lines().map(GuideOutputsTest::comparable).toList()) {
      if (line.isEmpty() || line.equals("…")) {
        continue;
      }
      int found = lines.subList(at, lines.size()).indexOf(line);
      if (found < 0) {
        return line;
      }
      at += found + 1;
    }
    return "";
  }

  private static String comparable(String line) {
    return EFFORT.matcher(line.stripTrailing()).replaceAll("$1$3");
  }
}
