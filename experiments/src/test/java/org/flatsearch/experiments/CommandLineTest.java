package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  private static final int COLUMNS = 80;

  /** Files of others are quoted in messages. */
  @Test
  void messagesAreHarmlessToATerminal(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("definition.yaml");
    Files.writeString(file, "\"\\e]0;title\\a\\u202e\": 1\n");
    assertRefused(
        CommandRun.of("run", file.toString()), "/\\u001B]0;title\\u0007\\u202E: unknown field.");
  }

  @Test
  void everyCommandStatesTheVersion() {
    String version = CommandRun.of("--version").out();

    assertThat(version).matches("FlatSearch \\d.*\n");
    for (CommandLine command : withSubcommands(FlatSearch.commandLine())) {
      String[] words = (command.getCommandSpec().qualifiedName() + " --version").split(" ");
      CommandRun run = CommandRun.of(Arrays.copyOfRange(words, 1, words.length));

      assertThat(run.out()).as(command.getCommandName()).isEqualTo(version);
      assertThat(run.exitCode()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"accelerators", "workloads", "figures", "models", "formats", "runners"})
  void listsAsJson(String kind) {
    var document =
        StrictJson.readString(CommandRun.of("list", kind, "--format=json").out(), "stdout");

    assertThat(document.requiredArray(kind, "[]")).isNotEmpty();
  }

  /** A program can put the listed values into a document as they are. */
  @Test
  void listsFiguresWithExamplesAndDefaultsThatDocumentsMayHave() {
    var document =
        StrictJson.readString(CommandRun.of("list", "figures", "--format=json").out(), "stdout");
    ObjectNode chip = StrictJson.newObject().put("schemaVersion", 1).put("name", "chip");
    ObjectNode layer = StrictJson.newObject().put("schemaVersion", 1).put("name", "layer");
    Map<String, String> defaults = new HashMap<>();
    Map<String, String> examples = new HashMap<>();
    for (JsonNode figure : document.node().get("figures")) {
      String name = figure.get("name").asText();
      if (figure.get("of").asText().equals("workload")) {
        if (!name.contains(".")) {
          layer.set(name, figure.get("example"));
        }
      } else if (!figure.get("optional").asBoolean()) {
        assertThat(figure.has("default")).as("default of %s", name).isFalse();
        chip.set(name, figure.get("example"));
      } else {
        examples.put(name, figure.get("example").asText());
        if (figure.has("default")) {
          defaults.put(name, figure.get("default").asText());
        }
      }
    }

    assertThat(AttentionWorkload.fromJson(JsonObjectReader.over(layer, "layer")).mask())
        .isEqualTo(Mask.CAUSAL);
    Accelerator least = Accelerator.fromJson(JsonObjectReader.over(chip, "chip"));
    assertThat(least.clockHz()).isEqualTo(940e6);
    assertThat(defaults)
        .containsEntry("lanes", "unlimited")
        .containsEntry("accumulatorBytes", "4")
        .containsOnlyKeys(
            examples.keySet().stream()
                .filter(name -> !name.equals("dramWriteBytesPerSecond"))
                .toList());
    assertThat(least.with(defaults).hasFiguresOf(least)).isTrue();
    assertThat(least.with(examples).lanes()).isEqualTo(256);
  }

  /** picocli wraps a footer to the width of the screen only if a paragraph is a single string. */
  @Test
  void helpIsWrappedOnlyWhereALineIsFull() {
    for (CommandLine command : withSubcommands(FlatSearch.commandLine())) {
      String[] lines = command.getUsageMessage().split("\n");
      for (int k = 1; k < lines.length; k++) {
        String firstWord = lines[k].strip().split(" ")[0];
        if (lines[k - 1].startsWith("Exit codes: ") && !firstWord.isEmpty()) {
          assertThat(lines[k - 1].length() + 1 + firstWord.length())
              .as(command.getCommandName() + ": " + lines[k - 1])
              .isGreaterThanOrEqualTo(COLUMNS);
        }
      }
    }
  }

  private static List<CommandLine> withSubcommands(CommandLine command) {
    List<CommandLine> commands = new ArrayList<>(List.of(command));
    command.getSubcommands().values().forEach(sub -> commands.addAll(withSubcommands(sub)));
    return commands;
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aReaderThatLeavesIsNoFailure() throws Exception {
    Process list = CommandRun.process(List.of(), "list", "workloads").start();
    list.getInputStream().close();

    assertThat(new String(list.getErrorStream().readAllBytes())).isEmpty();
    assertThat(list.waitFor()).isZero();
  }

  @Test
  void aFullDiskIsAFailureAndTheResultIsShown() {
    assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full here");
    CommandRun run = CommandRun.of("list", "models", "--out=/dev/full");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo("/dev/full: the file can't be written: No space left on device.");
    assertThat(run.out()).isEqualTo(CommandRun.of("list", "models").out());
  }

  /** After what the shell's {@code >>} keeps, and after the text. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aDocumentToStandardOutputIsAppended(@TempDir Path folder) throws Exception {
    Path notes = Files.writeString(folder.resolve("notes"), "notes\n");
    Process list =
        CommandRun.process(List.of(), "list", "models", "--out=/dev/stdout")
            .redirectOutput(ProcessBuilder.Redirect.appendTo(notes.toFile()))
            .start();

    assertThat(list.waitFor()).isZero();
    assertThat(Files.readString(notes))
        .isEqualTo(
            "notes\n"
                + CommandRun.of("list", "models").out()
                + CommandRun.of("list", "models", "--format=json").out());
  }

  @Test
  void doesNotTakeArgumentsFromFiles() {
    assertRefused(CommandRun.of("list", "@/dev/null"), "@/dev/null");
  }
}
