package org.flatsearch.results.exchange.tileflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.results.exchange.levels.NamedLoops;
import org.flatsearch.results.exchange.levels.NamedLoops.NamedLoop;

/**
 * A node of TileFlow's tree.
 *
 * @param kind what it is
 * @param type lower case: {@code temporal} or {@code spatial}, the type of a scope, the name of an
 *     operator
 * @param target the memory level of a tile
 * @param loops the loops of a tile, outermost first
 * @param split how many letters of a spatial tile's permutation lie on the X side
 * @param children what is inside
 */
record MappingNode(
    Kind kind,
    String type,
    String target,
    List<NamedLoop> loops,
    int split,
    List<MappingNode> children) {
  /** Kinds of nodes. */
  enum Kind {
    TILE,
    SCOPE,
    OP
  }

  static MappingNode read(JsonObjectReader node) {
    JsonValueReader type = node.required("node-type", "Tile");
    return switch (type.asString().toLowerCase(Locale.ROOT)) {
      case "tile" -> tile(node);
      case "scope" -> {
        String scope = node.optionalString("type").orElse("sequential").toLowerCase(Locale.ROOT);
        yield new MappingNode(Kind.SCOPE, scope, "", List.of(), 0, children(node));
      }
      case "op" -> {
        String name = node.requiredString("name", "ProduceC");
        yield new MappingNode(Kind.OP, name, "", List.of(), 0, List.of());
      }
      default -> throw type.mustBe("Tile, Scope or Op");
    };
  }

  private static MappingNode tile(JsonObjectReader node) {
    String type = node.optionalString("type").orElse("temporal").toLowerCase(Locale.ROOT);
    if (!type.equals("temporal") && !type.equals("spatial")) {
      throw node.required("type", "temporal").mustBe("temporal or spatial");
    }
    List<NamedLoop> loops = NamedLoops.read(node, letter -> Letters.dimension(letter).orElse(null));
    int split =
        node.optional("split").map(reader -> reader.asInt(0, loops.size())).orElse(loops.size());
    return new MappingNode(
        Kind.TILE, type, node.requiredString("target", "DRAM"), loops, split, children(node));
  }

  private static List<MappingNode> children(JsonObjectReader node) {
    JsonValueReader subtree = node.required("subtree", "[ {node-type: Op, name: ProduceC} ]");
    List<MappingNode> children = new ArrayList<>();
    if (subtree.isObject()) {
      children.add(read(subtree.asObject()));
    } else {
      subtree.asObjects().forEach(child -> children.add(read(child)));
    }
    return children;
  }

  boolean isSpatial() {
    return kind == Kind.TILE && type.equals("spatial");
  }
}
