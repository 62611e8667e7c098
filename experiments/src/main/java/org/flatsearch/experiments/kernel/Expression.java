package org.flatsearch.experiments.kernel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flatsearch.json.InvalidInputException;

/**
 * A number as a kernel's document states it: {@code 2*block_q}, {@code min(3, stages)}. There are
 * numbers, names, {@code + - * / %}, parentheses, and the functions {@code min}, {@code max},
 * {@code ceil} and {@code floor}.
 */
final class Expression {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<number>\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)|(?<name>[A-Za-z_][A-Za-z0-9_.]*)"
              + "|(?<sign>[-+*/%(),]))");

  /** What is left of a text when its names have values. */
  private interface Node {
    double value(ToDoubleFunction<String> names);
  }

  private final String text;
  private final Set<String> names = new LinkedHashSet<>();
  private final List<String> tokens = new ArrayList<>();
  private final Node node;
  private int next;

  private Expression(String text) {
    this.text = text;
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (end < text.stripTrailing().length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw malformed("'" + text.substring(end).strip() + "' cannot be read");
      }
      tokens.add(matcher.group().strip());
      end = matcher.end();
    }
    node = sum();
    if (next < tokens.size()) {
      throw malformed("'" + tokens.get(next) + "' is not expected there");
    }
  }

  /**
   * Reads an expression.
   *
   * @throws InvalidInputException if it is none
   */
  static Expression parse(String text) {
    return new Expression(text);
  }

  /** The names in it. */
  Set<String> names() {
    return names;
  }

  /** Its value. */
  double value(ToDoubleFunction<String> values) {
    return node.value(values);
  }

  private Node sum() {
    Node left = product();
    while (isNext("+") || isNext("-")) {
      boolean isPlus = take().equals("+");
      Node first = left;
      Node second = product();
      left =
          isPlus
              ? names -> first.value(names) + second.value(names)
              : names -> first.value(names) - second.value(names);
    }
    return left;
  }

  private Node product() {
    Node left = factor();
    while (isNext("*") || isNext("/") || isNext("%")) {
      String sign = take();
      Node first = left;
      Node second = factor();
      left =
          switch (sign) {
            case "*" -> names -> first.value(names) * second.value(names);
            case "/" -> names -> first.value(names) / second.value(names);
            default -> names -> first.value(names) % second.value(names);
          };
    }
    return left;
  }

  private Node factor() {
    if (next == tokens.size()) {
      throw malformed("it ends too early");
    }
    String token = take();
    char first = token.charAt(0);
    if (first == '-') {
      Node negated = factor();
      return names -> -negated.value(names);
    }
    if (first == '(') {
      Node inner = sum();
      require(")");
      return inner;
    }
    if (Character.isDigit(first)) {
      double value = Double.parseDouble(token);
      return names -> value;
    }
    if (!Character.isLetter(first) && first != '_') {
      throw malformed("'" + token + "' is not expected there");
    }
    if (isNext("(")) {
      return function(token);
    }
    names.add(token);
    return values -> values.applyAsDouble(token);
  }

  private Node function(String name) {
    require("(");
    Node first = sum();
    if (name.equals("ceil") || name.equals("floor")) {
      require(")");
      // What is whole but for rounding is whole.
      return name.equals("ceil")
          ? names -> Math.ceil(first.value(names) - 1e-9)
          : names -> Math.floor(first.value(names) + 1e-9);
    }
    if (!name.equals("min") && !name.equals("max")) {
      throw malformed("there is no function '" + name + "', only min, max, ceil and floor");
    }
    Node least = first;
    while (isNext(",")) {
      take();
      Node left = least;
      Node right = sum();
      least =
          name.equals("min")
              ? names -> Math.min(left.value(names), right.value(names))
              : names -> Math.max(left.value(names), right.value(names));
    }
    require(")");
    return least;
  }

  private boolean isNext(String sign) {
    return next < tokens.size() && tokens.get(next).equals(sign);
  }

  private String take() {
    return tokens.get(next++);
  }

  private void require(String sign) {
    if (!isNext(sign)) {
      throw malformed("there is no '" + sign + "' where one must be");
    }
    next++;
  }

  private InvalidInputException malformed(String why) {
    return new InvalidInputException(
        "\"%s\" is not an expression: %s. Write it like 2*block_q or min(3, stages)."
            .formatted(text, why));
  }

  @Override
  public String toString() {
    return text;
  }
}
