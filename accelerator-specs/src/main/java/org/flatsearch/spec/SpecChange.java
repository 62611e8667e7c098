package org.flatsearch.spec;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Puts a figure that is given as text, on a command line or in a sweep, into a document. */
final class SpecChange {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,300}(\\.\\d{1,300})?([eE][+-]?\\d{1,5})?");

  private SpecChange() {}

  /** The JSON value of a text: a number, a truth value, or else the text itself. */
  static ValueNode literal(String text) {
    String trimmed = text.strip();
    if (NUMBER.matcher(trimmed).matches()) {
      return DecimalNode.valueOf(new BigDecimal(trimmed));
    }
    return switch (trimmed) {
      case "true" -> BooleanNode.TRUE;
      case "false" -> BooleanNode.FALSE;
      default -> TextNode.valueOf(trimmed);
    };
  }

  /** What messages call a changed document. */
  static String origin(String kind, String name) {
    return kind + " " + name + " as changed";
  }
}
