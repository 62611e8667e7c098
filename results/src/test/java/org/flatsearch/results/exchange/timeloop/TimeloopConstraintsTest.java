package org.flatsearch.results.exchange.timeloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictYaml;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.ImportedSchedule;
import org.flatsearch.results.exchange.RandomCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mapper that knows only the constraints draws mappings at random: all of them import. */
class TimeloopConstraintsTest {
  @TempDir private Path folder;

  @Test
  void allowOnlyMappingsThatImport() throws IOException {
    for (long seed = 1; seed <= 200; seed++) {
      RandomCase drawn = RandomCase.of(seed);
      Random random = new Random(seed);
      ExportedFiles exported =
          new TimeloopExporter().export(drawn.schedule(), drawn.accelerator(), drawn.workload());
      List<Path> mappings = new ArrayList<>();
      for (String stage : List.of("logit", "attend")) {
        String mapping = mapping(exported, stage, random);
        mappings.add(Files.writeString(folder.resolve(stage + ".yaml"), mapping));
      }

      ImportedSchedule imported = new TimeloopImporter().read(mappings);

      imported.requireMadeFor(drawn.workload(), drawn.toString());
      assertThat(imported.schedule().isFused()).isEqualTo(drawn.schedule().isFused());
    }
  }

  private static String mapping(ExportedFiles exported, String stage, Random random) {
    JsonObjectReader instance =
        StrictYaml.readString(exported.files().get(stage + ".prob.yaml"), "prob")
            .requiredObject("problem", "")
            .requiredObject("instance", "");
    List<JsonObjectReader> constraints =
        StrictYaml.readString(exported.files().get(stage + ".constraints.yaml"), "constraints")
            .required("mapspace_constraints", "")
            .asObjects();
    List<Map<String, Integer>> factors = new ArrayList<>();
    for (JsonObjectReader constraint : constraints) {
      Map<String, Integer> given = new HashMap<>();
      for (String factor : constraint.optionalString("factors").orElse("").split(" ")) {
        if (!factor.isEmpty()) {
          given.put(factor.split("=")[0], Integer.parseInt(factor.split("=")[1]));
        }
      }
      factors.add(given);
    }
    for (String letter : instance.fieldNames()) {
      int left = instance.required(letter, "").asInt();
      for (Map<String, Integer> given : factors) {
        assertThat(left % given.getOrDefault(letter, 1)).as(letter).isZero();
        left /= given.getOrDefault(letter, 1);
      }
      List<Integer> free =
          IntStream.range(0, factors.size())
              .filter(k -> constraints.get(k).has("permutation"))
              .filter(k -> !factors.get(k).containsKey(letter))
              .boxed()
              .toList();
      for (int k = 0; k < free.size(); k++) {
        int rest = left;
        List<Integer> divisors =
            IntStream.rangeClosed(1, rest).filter(d -> rest % d == 0).boxed().toList();
        boolean last = k == free.size() - 1;
        int factor = last ? rest : divisors.get(random.nextInt(divisors.size()));
        factors.get(free.get(k)).put(letter, factor);
        left /= factor;
      }
      assertThat(left).as(letter).isEqualTo(1);
    }
    StringBuilder mapping = new StringBuilder("mapping:\n");
    for (int k = 0; k < factors.size(); k++) {
      String line = constraints.get(k).node().toString().replace("\"bypass\",", "\"datatype\",");
      StringBuilder all = new StringBuilder();
      factors.get(k).forEach((letter, f) -> all.append(letter + "=" + f + " "));
      mapping.append("- ");
      mapping.append(
          constraints.get(k).has("permutation")
              ? line.replaceAll("\"factors\":\"[^\"]*\",", "")
                  .replaceFirst("\\{", "{\"factors\":\"" + all + "\",")
              : line);
      mapping.append('\n');
    }
    return mapping.toString();
  }
}
