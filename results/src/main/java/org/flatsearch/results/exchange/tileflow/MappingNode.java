package org.flatsearch.results.exchange.tileflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.results.exchange.levels.NamedLoops;
import org.flatsearch.results.exchange.levels.NamedLoops.NamedLoop;
import org.flatsearch.results.exchange.levels.PeerNames;

/**
 * A node of TileFlow's tree.
 *
 * @param place where the file has it, for messages
 * @param kind whether it is a tile, a scope or an operator
 * @param type of a tile {@code temporal} or {@code spatial}, of a scope its type in lower case, of
 *     an operator its name
 * @param target the memory level of a tile
 * @param loops the loops of a tile, outermost first
 * @param split how many letters of a spatial tile's permutation lie on the X side
 * @param children the nodes inside it
 */
record MappingNode(
    String place,
    Kind kind,
    String type,
    String target,
    List<NamedLoop> loops,
    int split,
    List<MappingNode> children) {
  /** The parts of names by which TileFlow recognises the types of scopes. */
  private static final List<String> SCOPES = List.of("seq", "shar", "para", "pipe");

  private static final List<String> FIELDS =
      List.of(
          "node-type",
          "type",
          "target",
          "factors",
          "permutation",
          "split",
          "subtree",
          "name",
          "binding",
          "bypass",
          "multicast",
          "profile",
          "tag");

  /** Kinds of nodes. */
  enum Kind {
    TILE,
    SCOPE,
    OP
  }

  /**
   * Reads a tree.
   *
   * @param symbols the values of factors that are names
   * @param notes receives what was assumed
   */
  static MappingNode read(
      JsonObjectReader node, Roles roles, Map<String, String> symbols, Set<String> notes) {
    NamedLoops named = new NamedLoops("M=8 L=1", false, roles::dimension, symbols);
    return new Reader(named, roles.intermediates(), notes).read(node);
  }

  private record Reader(NamedLoops named, Set<String> intermediates, Set<String> notes) {
    private MappingNode read(JsonObjectReader node) {
      node.allowOnly(FIELDS);
      requireNothingBypassed(node);
      JsonValueReader type = node.required("node-type", "Tile");
      return switch (type.asString().toLowerCase(Locale.ROOT)) {
        case "tile" -> tile(node);
        case "scope" -> {
          String scope = node.optionalString("type").orElse("sequential").toLowerCase(Locale.ROOT);
          if (SCOPES.stream().noneMatch(scope::contains)) {
            throw node.required("type", "Sequential")
                .mustBe("Sequential, Sharing, Parallel or Pipeline");
          }
          yield new MappingNode(node.where(), Kind.SCOPE, scope, "", List.of(), 0, children(node));
        }
        case "op" -> {
          String name = PeerNames.read(node.required("name", "ProduceC"), "operator");
          yield new MappingNode(node.where(), Kind.OP, name, "", List.of(), 0, List.of());
        }
        default -> throw type.mustBe("Tile, Scope or Op");
      };
    }

    private MappingNode tile(JsonObjectReader node) {
      String type = node.optionalString("type").orElse("temporal").toLowerCase(Locale.ROOT);
      if (!type.equals("temporal") && !type.equals("spatial")) {
        throw node.required("type", "temporal").mustBe("temporal or spatial");
      }
      List<NamedLoop> loops = named.read(node);
      if (!node.has("permutation")
          && loops.stream().filter(l -> l.loop().count() > 1).count() > 1) {
        notes.add(
            "%s has no permutation: its loops are taken in the order of their factors, outermost first."
                .formatted(node.where()));
      }
      int split =
          node.optional("split").map(reader -> reader.asInt(0, loops.size())).orElse(loops.size());
      String target = PeerNames.read(node.required("target", "DRAM"), "memory level");
      return new MappingNode(node.where(), Kind.TILE, type, target, loops, split, children(node));
    }

    /** Only the logits can bypass a level: DRAM, where the stages are fused. */
    private void requireNothingBypassed(JsonObjectReader node) {
      for (JsonValueReader tensor : node.optionalArray("bypass").orElse(List.of())) {
        if (!intermediates.contains(tensor.asString())) {
          throw tensor.mustBe(
              String.join(" or ", new TreeSet<>(intermediates))
                  + ", the logits; a schedule of TileFlow's holds all other tensors");
        }
      }
    }

    private List<MappingNode> children(JsonObjectReader node) {
      JsonValueReader subtree = node.required("subtree", "[ {node-type: Op, name: ProduceC} ]");
      List<MappingNode> children = new ArrayList<>();
      if (subtree.isObject()) {
        children.add(read(subtree.asObject()));
      } else {
        subtree.asObjects().forEach(child -> children.add(read(child)));
      }
      return children;
    }
  }

  boolean isSpatial() {
    return kind == Kind.TILE && type.equals("spatial");
  }

  /** Whether TileFlow takes it for a sequential scope: it looks for this part of a name first. */
  boolean isSequential() {
    return kind == Kind.SCOPE && type.contains("seq");
  }

  /** Whether it is a scope whose branches run at the same time. */
  boolean runsAtOnce() {
    return kind == Kind.SCOPE
        && !isSequential()
        && (type.contains("para") || type.contains("pipe"));
  }
}
