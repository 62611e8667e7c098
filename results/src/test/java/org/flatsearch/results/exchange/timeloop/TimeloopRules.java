package org.flatsearch.results.exchange.timeloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictYaml;
import org.flatsearch.results.exchange.ExportedFiles;

/** Timeloop's own checks of a mapping, as far as its files alone decide them. */
public final class TimeloopRules {
  private static final Pattern FACTOR = Pattern.compile("([A-Z])=([0-9]+)(?:,([0-9]+))?");

  private TimeloopRules() {}

  /** Fails with {@code description} if Timeloop would refuse the files of {@code stage}. */
  public static void check(ExportedFiles files, String stage, String description) {
    JsonObjectReader problem =
        StrictYaml.readString(files.files().get(stage + ".prob.yaml"), "prob")
            .requiredObject("problem", "");
    JsonObjectReader instance = problem.requiredObject("instance", "");
    Map<String, int[]> fanouts = fanouts(files);
    Map<String, Long> beforeLast = new HashMap<>();
    for (JsonValueReader entry :
        StrictYaml.readString(files.files().get(stage + ".map.yaml"), "map")
            .requiredArray("mapping", "")) {
      JsonObjectReader directive = entry.asObject();
      if (!directive.requiredString("type", "").equals("datatype")) {
        directive(directive, instance, fanouts, beforeLast, description);
      }
    }
    for (String letter : instance.fieldNames()) {
      assertThat(beforeLast.get(letter) + 1)
          .as("%s: product of the factors of %s", description, letter)
          .isEqualTo(instance.required(letter, "").asInt());
    }
  }

  private static void directive(
      JsonObjectReader directive,
      JsonObjectReader instance,
      Map<String, int[]> fanouts,
      Map<String, Long> beforeLast,
      String description) {
    Matcher matcher = FACTOR.matcher(directive.requiredString("factors", ""));
    Map<String, Integer> counts = new HashMap<>();
    while (matcher.find()) {
      int count = Integer.parseInt(matcher.group(2));
      int last = matcher.group(3) == null ? count : Integer.parseInt(matcher.group(3));
      counts.put(matcher.group(1), count);
      beforeLast.merge(matcher.group(1), last - 1L, (outer, inner) -> outer * count + inner);
    }
    assertThat(counts.keySet()).as(description).containsAll(instance.fieldNames());
    String permutation = directive.requiredString("permutation", "");
    assertThat(permutation.split(""))
        .as(description)
        .containsExactlyInAnyOrderElementsOf(counts.keySet());
    if (directive.requiredString("type", "").equals("spatial")) {
      int split = directive.required("split", "").asInt();
      int[] fanout = fanouts.get(directive.requiredString("target", ""));
      assertThat(fanout[0] * fanout[1]).as(description).isGreaterThan(1);
      assertThat(product(permutation.substring(0, split), counts))
          .as(description)
          .isLessThanOrEqualTo(fanout[0]);
      assertThat(product(permutation.substring(split), counts))
          .as(description)
          .isLessThanOrEqualTo(fanout[1]);
    }
  }

  private static int product(String letters, Map<String, Integer> counts) {
    int product = 1;
    for (String letter : letters.split("")) {
      product *= counts.getOrDefault(letter, 1);
    }
    return product;
  }

  /** Fan-out along X and Y below each level. */
  private static Map<String, int[]> fanouts(ExportedFiles files) {
    List<JsonValueReader> chip =
        StrictYaml.readString(files.files().get("arch.yaml"), "arch")
            .requiredObject("architecture", "")
            .requiredArray("subtree", "")
            .get(0)
            .asObject()
            .requiredArray("subtree", "")
            .get(0)
            .asObject()
            .requiredArray("local", "");
    int[] buffer = mesh(chip.get(0).asObject());
    int[] register = mesh(chip.get(1).asObject());
    return Map.of(
        "DRAM", buffer, "Buffer", new int[] {register[0] / buffer[0], register[1] / buffer[1]});
  }

  private static int[] mesh(JsonObjectReader level) {
    Matcher range = Pattern.compile("0\\.\\.([0-9]+)").matcher(level.requiredString("name", ""));
    int instances = range.find() ? Integer.parseInt(range.group(1)) + 1 : 1;
    int x =
        level
            .requiredObject("attributes", "")
            .optional("meshX")
            .map(JsonValueReader::asInt)
            .orElse(1);
    assertThat(instances % x).isZero();
    return new int[] {x, instances / x};
  }
}
