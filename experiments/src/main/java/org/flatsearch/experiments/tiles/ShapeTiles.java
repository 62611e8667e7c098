package org.flatsearch.experiments.tiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.experiments.kernel.KernelSearch.Choice;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.WordBytes;

/**
 * The best blocks of a shape.
 *
 * @param shape the shape
 * @param choices the best first; empty if no block fits
 * @param boundSeconds no blocks of the kernel take less
 * @param model the model that predicts
 * @param reason why no block fits; empty if one does
 */
record ShapeTiles(
    AttentionWorkload shape,
    List<Choice> choices,
    double boundSeconds,
    String model,
    String reason) {

  /** Nothing, with the reason. */
  static ShapeTiles none(AttentionWorkload shape, String reason) {
    return new ShapeTiles(shape, List.of(), 0, "", reason);
  }

  /** How much longer a choice takes than the first, as a fraction. */
  double overBest(Choice choice) {
    return choice.seconds() / choices.get(0).seconds() - 1;
  }

  /** The name of a type with words of so many bytes, as arrays of JAX spell it. */
  static String type(double bytes) {
    return bytes == 1 ? "float8_e4m3fn" : bytes == 4 ? "float32" : "bfloat16";
  }

  /** The window, if there is one. */
  static Optional<Integer> window(Mask mask) {
    return mask.window() == Integer.MAX_VALUE ? Optional.empty() : Optional.of(mask.window());
  }

  /** As {@code none}, {@code causal} or {@code window}. */
  static String kind(Mask mask) {
    return window(mask).isPresent() ? "window" : mask.toString();
  }

  ObjectNode toJson() {
    ObjectNode json = StrictJson.newObject();
    json.put("batch", shape.batch());
    json.put("queries", shape.queryLength());
    json.put("keys", shape.keyLength());
    json.put("queryHeads", shape.queryHeads());
    json.put("keyValueHeads", shape.keyValueHeads());
    json.put("queryDim", shape.queryDim());
    json.put("valueDim", shape.valueDim());
    json.put("mask", kind(shape.mask()));
    window(shape.mask()).ifPresent(window -> json.put("window", window));
    json.put("dtype", type(shape.bytes().q()));
    json.put("kvDtype", type(shape.bytes().k()));
    if (choices.isEmpty()) {
      return json.put("reason", reason);
    }
    json.put("model", model);
    json.set("boundSeconds", StrictJson.number(boundSeconds));
    ArrayNode all = json.putArray("choices");
    for (Choice choice : choices) {
      ObjectNode each = all.addObject();
      choice.parameters().forEach(each.putObject("parameters")::put);
      each.set("seconds", StrictJson.number(choice.seconds()));
      each.set("overBest", StrictJson.number(overBest(choice)));
    }
    return json;
  }

  /** What {@link #toJson} wrote of a shape. */
  static ShapeTiles of(AttentionWorkload shape, JsonNode json) {
    List<Choice> choices = new ArrayList<>();
    for (JsonNode each : json.path("choices")) {
      Map<String, Integer> parameters = new LinkedHashMap<>();
      each.get("parameters")
          .properties()
          .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().intValue()));
      choices.add(new Choice(parameters, each.get("seconds").doubleValue()));
    }
    return new ShapeTiles(
        shape,
        choices,
        json.path("boundSeconds").doubleValue(),
        json.path("model").asText(),
        json.path("reason").asText());
  }

  /** Whether words have sizes that {@link #type} can name. */
  static boolean hasNamedTypes(AttentionWorkload shape) {
    WordBytes bytes = shape.bytes();
    return isNamed(bytes.q()) && isNamed(bytes.k()) && bytes.k() == bytes.v();
  }

  private static boolean isNamed(double bytes) {
    return bytes == 1 || bytes == 2 || bytes == 4;
  }
}
