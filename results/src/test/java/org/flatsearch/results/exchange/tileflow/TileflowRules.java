package org.flatsearch.results.exchange.tileflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictYaml;
import org.flatsearch.results.exchange.ExportedFiles;

/** TileFlow's own checks of a mapping, as far as its files alone decide them. */
public final class TileflowRules {
  private static final List<String> LEVELS = List.of("DRAM", "SRAM", "RF");

  private static final Map<String, List<String>> OPERANDS =
      Map.of(
          "ProduceC", List.of("HMA", "HLA", "HML"),
          "ProduceO", List.of("HML", "HLN", "HMN"),
          "both", List.of("HMA", "HLA", "HLN", "HMN"));

  private final Map<String, Integer> bounds = new HashMap<>();
  private final long bufferWords;
  private boolean fits = true;
  private final Map<String, int[]> mesh = new HashMap<>();

  private TileflowRules(ExportedFiles files) {
    JsonObjectReader problem = root(files, "prob.yaml", "problem");
    JsonObjectReader instance = problem.requiredObject("instance", "");
    for (String letter : instance.fieldNames()) {
      bounds.put(letter, instance.required(letter, "").asInt());
    }
    mesh.put("DRAM", new int[] {1, 1});
    JsonObjectReader system = first(root(files, "arch.yaml", "architecture"), "subtree");
    JsonObjectReader core = first(system, "subtree");
    JsonObjectReader pe = first(core, "subtree");
    List<Long> words = new ArrayList<>();
    for (JsonObjectReader level : List.of(first(core, "local"), first(pe, "local"))) {
      JsonObjectReader attributes = level.requiredObject("attributes", "");
      String name = level.requiredString("name", "").replaceAll("\\[.*", "");
      words.add(
          attributes.optional("sizeKB").map(size -> size.asInt() * 8192L).orElse(0L)
              / attributes.required("word-bits", "").asInt());
      mesh.put(
          name,
          new int[] {
            attributes.optional("meshX").map(JsonValueReader::asInt).orElse(1),
            attributes.optional("meshY").map(JsonValueReader::asInt).orElse(1)
          });
    }
    bufferWords = words.get(0);
  }

  private static JsonObjectReader root(ExportedFiles files, String file, String key) {
    return StrictYaml.readString(files.files().get(file), file).requiredObject(key, "");
  }

  private static JsonObjectReader first(JsonObjectReader object, String list) {
    return object.requiredArray(list, "").get(0).asObject();
  }

  /** Fails with {@code description} if TileFlow would refuse the files. */
  public static void check(ExportedFiles files, String description) {
    TileflowRules rules = new TileflowRules(files);
    int operators =
        rules.visit(root(files, "map.yaml", "mapping"), "DRAM", new HashMap<>(), null, description);
    assertThat(operators).as(description).isEqualTo(2);
    assertThat(rules.fits)
        .as("%s: fits the buffer; obstacle %s", description, files.obstacle())
        .isEqualTo(files.obstacle().isEmpty());
  }

  /**
   * Visits a node below {@code level}; returns the number of operators in it.
   *
   * @param logits the product above the tile of logits that counts, if that is not the buffer's own
   */
  private int visit(
      JsonObjectReader node,
      String level,
      Map<String, Integer> product,
      Map<String, Integer> logits,
      String description) {
    String type = node.requiredString("node-type", "");
    if (type.equals("Op")) {
      boolean logit = node.requiredString("name", "").equals("ProduceC");
      for (String letter :
          logit ? List.of("B", "H", "A", "L", "M") : List.of("B", "H", "L", "N", "M")) {
        assertThat(product.getOrDefault(letter, 1))
            .as("%s: trips of %s", description, letter)
            .isEqualTo(bounds.get(letter));
      }
      assertThat(level).as(description).isEqualTo("RF");
      return 1;
    }
    Map<String, Integer> inner = new HashMap<>(product);
    String below = level;
    if (type.equals("Tile")) {
      below = tile(node, level, inner, description);
      boolean temporal = node.requiredString("type", "").equals("temporal");
      if (temporal && below.equals("SRAM")) {
        require(operator(node), product, logits == null ? product : logits);
      }
    }
    Map<String, Integer> ofLogits = logits;
    if (type.equals("Scope") && !product.isEmpty()) {
      ofLogits = product;
      JsonObjectReader child = node.requiredArray("subtree", "").get(0).asObject();
      boolean atBuffer = child.requiredString("target", "").equals("SRAM");
      if (atBuffer && node.requiredString("type", "").equals("Sharing")) {
        require("both", product, product);
      }
    } else if (type.equals("Tile") && node.requiredString("type", "").equals("Spatial")) {
      ofLogits = null;
    }
    int operators = 0;
    Set<String> targets = new HashSet<>();
    for (JsonValueReader child : node.requiredArray("subtree", "")) {
      operators += visit(child.asObject(), below, inner, ofLogits, description);
      targets.add(child.asObject().optionalString("target").orElse(""));
    }
    assertThat(targets).as("%s: targets of the children of a %s", description, type).hasSize(1);
    return operators;
  }

  /** Notes whether the tiles of an operator, inside the loops of a product, fit the buffer. */
  private void require(
      String operator, Map<String, Integer> product, Map<String, Integer> aboveLogits) {
    long words = 0;
    for (String tensor : OPERANDS.get(operator)) {
      Map<String, Integer> above = tensor.equals("HML") ? aboveLogits : product;
      long tile = 1;
      for (String letter : tensor.split("")) {
        tile *= bounds.get(letter) / above.getOrDefault(letter, 1);
      }
      words += tile;
    }
    fits &= words <= bufferWords;
  }

  private static String operator(JsonObjectReader node) {
    return node.requiredString("node-type", "").equals("Op")
        ? node.requiredString("name", "")
        : operator(node.requiredArray("subtree", "").get(0).asObject());
  }

  private String tile(
      JsonObjectReader node, String level, Map<String, Integer> product, String description) {
    String target = node.requiredString("target", "");
    boolean spatial = node.requiredString("type", "").equals("Spatial");
    int step = LEVELS.indexOf(target) - LEVELS.indexOf(level);
    assertThat(step).as("%s: level of %s", description, target).isBetween(0, spatial ? 0 : 1);
    assertThat(node.requiredArray("subtree", "")).as(description).hasSize(1);
    String permutation = node.requiredString("permutation", "");
    List<String> letters = new ArrayList<>();
    Map<String, Integer> factors = new HashMap<>();
    for (String factor : node.requiredString("factors", "").split(" ")) {
      String[] parts = factor.split("=");
      letters.add(parts[0]);
      factors.put(parts[0], Integer.parseInt(parts[1]));
      product.merge(parts[0], Integer.parseInt(parts[1]), Math::multiplyExact);
    }
    assertThat(permutation.split("")).as(description).containsExactlyInAnyOrderElementsOf(letters);
    if (spatial) {
      int split = node.required("split", "").asInt();
      int[] outer = mesh.get(target);
      int[] inside = mesh.get(LEVELS.get(LEVELS.indexOf(target) + 1));
      assertThat(product(permutation.substring(0, split), factors))
          .as("%s: X of %s", description, target)
          .isLessThanOrEqualTo(inside[0] / outer[0]);
      assertThat(product(permutation.substring(split), factors))
          .as("%s: Y of %s", description, target)
          .isLessThanOrEqualTo(inside[1] / outer[1]);
      JsonObjectReader child = node.requiredArray("subtree", "").get(0).asObject();
      assertThat(child.requiredString("type", "")).as(description).isEqualTo("temporal");
    }
    return target;
  }

  private static int product(String letters, Map<String, Integer> factors) {
    return letters
        .chars()
        .map(letter -> factors.get(String.valueOf((char) letter)))
        .reduce(1, Math::multiplyExact);
  }
}
