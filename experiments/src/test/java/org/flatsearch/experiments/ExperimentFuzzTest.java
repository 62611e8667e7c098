package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.run.Checksum;
import org.flatsearch.experiments.run.RunFolder;
import org.flatsearch.json.InvalidInputException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files of experiments are refused with a message or read; nothing else happens. */
class ExperimentFuzzTest {
  private static final String DEFINITION =
      """
      schemaVersion: 1
      name: small
      accelerators: [flat-edge, {name: h100, set: {bufferBytes: 100KiB}}]
      workloads: [bert]
      sweeps:
        - bufferBytes: [200KiB, 2MiB]
      models: [flat]
      spaces: [published]
      objectives: [[latency, energy], {metrics: [edp], tolerance: 1%}]
      searches:
        - name: fused
          strategies: [random, {name: tabu, parameters: {sample: 9}}]
          restrictions: [logits==fused]
          seeds: [1..3, 7]
          budgets: [50, {evaluations: 40, seconds: 2}]
        - name: all
          strategies: [exhaustive]
      comparisons:
        - {name: gain, of: all, against: fused, metric: latency}
      """;

  private static final List<String> VALUES =
      List.of("null", "-1", "0.5", "1e999", "NaN", "\"\"", "x", "[]", "{}", "*a", "&a [*a]", "!!x");

  @TempDir private Path folder;

  @Test
  @Timeout(60)
  void readsOrRefusesHundredsOfDamagedFiles() throws Exception {
    fuzz(400, 1);
  }

  @Test
  @Tag("thorough")
  @Timeout(300)
  void readsOrRefusesThousandsOfDamagedFiles() throws Exception {
    fuzz(10_000, 2);
  }

  private void fuzz(int mutations, long firstSeed) throws Exception {
    Path intact =
        Experiments.run(folder, Experiments.SMALL.replace("[random]", "[random, hill-climbing]"));
    String header = withoutChecksums(intact.resolve("experiment.json"));
    String runs = withoutChecksums(intact.resolve(RunFolder.RUNS));
    String json = new ObjectMapper().writeValueAsString(new YAMLMapper().readTree(DEFINITION));
    int refused = 0;
    for (int k = 0; k < mutations; k++) {
      long seed = firstSeed * 1_000_000 + k;
      Random random = new Random(seed);
      Files.writeString(intact.resolve("experiment.json"), Checksum.add(header));
      Files.writeString(intact.resolve(RunFolder.RUNS), runs);
      try {
        switch (k % 4) {
          case 0 -> DefinitionReader.read(damage(random, DEFINITION, folder.resolve("d.yaml")));
          case 1 -> DefinitionReader.read(damage(random, json, folder.resolve("d.json")));
          case 2 -> read(damage(random, header, intact.resolve("experiment.json")));
          default -> read(damage(random, runs, intact.resolve(RunFolder.RUNS)));
        }
      } catch (InvalidInputException e) {
        refused++;
        assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        fail("seed " + seed + ": " + e, e);
      }
    }
    assertThat(refused).isGreaterThan(mutations / 2);
  }

  private static String withoutChecksums(Path file) throws IOException {
    return Files.readString(file).replaceAll(",\\s*\"crc32c\": *\"[0-9a-f]{8}\"", "");
  }

  /** With the right checksums, so that more than these is wrong. */
  private static void read(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    Stream<String> objects = file.endsWith(RunFolder.RUNS) ? text.lines() : Stream.of(text);
    Files.writeString(
        file,
        objects
            .map(object -> object.contains("}") ? Checksum.add(object) : object)
            .collect(Collectors.joining("\n", "", "\n")));
    new RunFolder(file.getParent()).read(run -> {});
  }

  private static Path damage(Random random, String text, Path file) throws IOException {
    String damaged = text;
    for (int k = 0; k <= random.nextInt(3); k++) {
      damaged = damageOnce(random, damaged);
    }
    boolean otherwise = random.nextInt(12) == 0;
    Charset charset = otherwise ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    return Files.write(file, damaged.getBytes(charset));
  }

  private static String damageOnce(Random random, String text) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + 1 + random.nextInt(40));
    String before = text.substring(0, from);
    String after = text.substring(to);
    return switch (random.nextInt(8)) {
      case 0 -> before;
      case 1 -> before + after;
      case 2 -> text.substring(0, to) + text.substring(from);
      case 3 -> before + (char) random.nextInt(0x10000) + text.substring(from);
      case 4 -> before + "[".repeat(1 + random.nextInt(3000)) + text.substring(from);
      case 5 -> before + "{a: ".repeat(1 + random.nextInt(300)) + text.substring(from);
      case 6 -> before + text.substring(text.lastIndexOf('\n', from) + 1);
      default -> replaceWord(text, from, VALUES.get(random.nextInt(VALUES.size())));
    };
  }

  /** Puts {@code value} in place of the word that follows {@code from}. */
  private static String replaceWord(String text, int from, String value) {
    return text.substring(0, from) + text.substring(from).replaceFirst("[\\w.\"-]+", value);
  }
}
