package org.flatsearch.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;

/**
 * Which keys a query may see. The last query sees the last key: with Lq queries and Lk keys, a
 * causal mask lets query q see the keys up to q + Lk − Lq, as FlashAttention does.
 *
 * @param isCausal whether a query sees no key after its own
 * @param window the keys that a query sees at most, its own and those before it; {@link
 *     Integer#MAX_VALUE} without a limit
 */
public record Mask(boolean isCausal, int window) {
  /** Every query sees every key. */
  public static final Mask NONE = new Mask(false, Integer.MAX_VALUE);

  /** A query sees its own key and all before it. */
  public static final Mask CAUSAL = new Mask(true, Integer.MAX_VALUE);

  private static final String WINDOW = "window";
  private static final String WINDOW_PREFIX = WINDOW + "-";

  /** Validates the window. */
  public Mask {
    if (window < 1 || !isCausal && window < Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "mask: a window must be at least 1 and is causal, found " + window + ".");
    }
  }

  /** A query sees its own key and the {@code window − 1} before it. */
  public static Mask window(int window) {
    return new Mask(true, window);
  }

  /** Whether every query sees every key. */
  public boolean isNone() {
    return !isCausal;
  }

  /** As in names and tables: {@code none}, {@code causal} or {@code window-4096}. */
  @Override
  public String toString() {
    return isNone() ? "none" : window == Integer.MAX_VALUE ? "causal" : WINDOW_PREFIX + window;
  }

  static Mask read(JsonValueReader value) {
    if (value.isObject()) {
      return window(
          value.asObject().allowOnly(WINDOW).required(WINDOW, "4096").asInt(1, Integer.MAX_VALUE));
    }
    return switch (value.node().asText()) {
      case "none" -> NONE;
      case "causal" -> CAUSAL;
      default -> throw value.mustBe("\"none\", \"causal\" or such as { \"window\": 4096 }");
    };
  }

  JsonNode toJson() {
    return jsonOf(toString());
  }

  /** The JSON value of a text as {@link #toString} gives. */
  static JsonNode jsonOf(String text) {
    return text.startsWith(WINDOW_PREFIX)
        ? StrictJson.newObject()
            .set(WINDOW, SpecChange.literal(text.substring(WINDOW_PREFIX.length())))
        : TextNode.valueOf(text);
  }
}
