package org.flatsearch.results.exchange.accelforge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictYaml;
import org.flatsearch.results.exchange.ExportedFiles;

/** AccelForge's own checks of a mapping, as far as its files alone decide them. */
public final class AccelforgeRules {
  private static final Map<String, List<String>> TENSORS =
      Map.of(
          "QK", List.of("Q", "K", "QK"),
          "QK_softmax", List.of("QK", "QK_softmax"),
          "AV", List.of("QK_softmax", "V", "AV"));
  private static final Map<String, List<String>> RANKS =
      Map.of(
          "QK", List.of("h", "m", "p", "e"),
          "QK_softmax", List.of("h", "m", "p"),
          "AV", List.of("h", "m", "p", "f"));

  /** The ranks of each tensor; below a loop over another one, it may be fetched again. */
  private static final Map<String, String> INDEXED =
      Map.of("Q", "hme", "K", "hpe", "V", "hpf", "AV", "hmf", "QK", "hmp", "QK_softmax", "hmp");

  private final Map<String, Integer> fanouts = new HashMap<>();
  private final Set<String> computed = new HashSet<>();

  private AccelforgeRules() {}

  /** Fails with {@code description} if a rule is broken. */
  public static void check(ExportedFiles files, String description) {
    AccelforgeRules rules = new AccelforgeRules();
    JsonObjectReader arch =
        StrictYaml.readString(files.files().get("arch.yaml"), "arch").requiredObject("arch", "");
    for (JsonValueReader node : arch.requiredArray("nodes", "")) {
      for (JsonValueReader spatial : node.asObject().optionalArray("spatial").orElse(List.of())) {
        JsonObjectReader entry = spatial.asObject();
        rules.fanouts.put(entry.requiredString("name", ""), entry.required("fanout", "").asInt());
      }
    }
    JsonObjectReader sizes =
        StrictYaml.readString(files.files().get("workload.yaml"), "workload")
            .requiredObject("workload", "")
            .requiredObject("rank_sizes", "");
    Map<String, Integer> tiles = new HashMap<>();
    for (String rank : sizes.fieldNames()) {
      tiles.put(rank.toLowerCase(Locale.ROOT), sizes.required(rank, "").asInt());
    }
    JsonObjectReader mapping =
        StrictYaml.readString(files.files().get("mapping.yaml"), "mapping")
            .requiredObject("mapping", "");
    rules.visit(mapping, tiles, new HashSet<>(), new HashSet<>(), "h", description);
    assertThat(rules.computed).as(description).isEqualTo(TENSORS.keySet());
  }

  private void visit(
      JsonObjectReader parent,
      Map<String, Integer> around,
      Set<String> held,
      Set<String> loopsAround,
      String loopAround,
      String description) {
    String loop = loopAround;
    Map<String, Integer> tiles = new HashMap<>(around);
    Set<String> here = new HashSet<>(held);
    Set<String> inLoops = new HashSet<>(loopsAround);
    for (JsonValueReader value : parent.requiredArray("nodes", "")) {
      JsonObjectReader node = value.asObject();
      if (node.has("nodes")) {
        visit(node, tiles, here, inLoops, loop, description);
      } else if (node.has("rank_variable")) {
        loop(node, tiles, inLoops, description);
        loop = node.has("name") ? loop : node.requiredString("rank_variable", "");
      } else if (node.has("tensors")) {
        for (String tensor : node.required("tensors", "").asStrings()) {
          here.add(tensor);
          if (node.requiredString("component", "").equals("GlobalBuffer")) {
            assertThat(INDEXED.get(tensor))
                .as("%s: ranks of %s, which is stored below a loop", description, tensor)
                .contains(loop);
          }
        }
      } else {
        compute(node.requiredString("einsum", ""), tiles, here, description);
      }
    }
  }

  private void loop(
      JsonObjectReader node, Map<String, Integer> tiles, Set<String> temporal, String description) {
    String rank = node.requiredString("rank_variable", "");
    int tile = node.required("tile_shape", "").asInt();
    int around = tiles.put(rank, tile);
    boolean ragged = !node.has("name") && temporal.add(rank);
    assertThat(around % tile == 0 || ragged)
        .as("%s: tile %d of %s in %d", description, tile, rank, around)
        .isTrue();
    if (node.has("name")) {
      assertThat(around / tile)
          .as(description)
          .isLessThanOrEqualTo(fanouts.get(node.requiredString("name", "")));
    }
  }

  private void compute(
      String einsum, Map<String, Integer> tiles, Set<String> held, String description) {
    computed.add(einsum);
    for (String rank : RANKS.get(einsum)) {
      assertThat(tiles.get(rank)).as("%s: %s of %s", description, rank, einsum).isEqualTo(1);
    }
    assertThat(held).as("%s: tensors of %s", description, einsum).containsAll(TENSORS.get(einsum));
  }
}
