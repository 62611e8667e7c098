package org.flatsearch.experiments.tiles;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.Location;

/**
 * Reads what a Python file assigns to a name, as far as it is literal: numbers, strings, {@code
 * None}, tuples, lists, dictionaries, and calls and names, which are kept as they stand. Python
 * itself need not be there.
 */
final class PythonLiterals {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|\\\\\\n|#[^\\n]*"
              + "|(?<text>[rbuRBU]?(?:\"\"\"(?s:.*?)\"\"\"|'''(?s:.*?)'''"
              + "|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*'))"
              + "|(?<number>\\d[\\d_]*(?:\\.\\d*)?(?:[eE][-+]?\\d+)?|\\.\\d+(?:[eE][-+]?\\d+)?)"
              + "|(?<name>[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*)"
              + "|(?<sign>.)");

  /** Brackets within brackets: more are no table. */
  private static final int DEEPEST = 64;

  /** A token. */
  private record Token(String kind, String text, int line, int column) {}

  /**
   * A value.
   *
   * @param value a Long, Double, String, {@code List<Value>}, {@code List<Entry>} of a dictionary,
   *     Call or Name; null is None
   * @param at where it stands
   */
  record Value(Object value, Location at) {
    /** A whole number. */
    int count() {
      if (value instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
        return number.intValue();
      }
      throw mustBe("a whole number from 0 on");
    }

    /** A text, or the last part of a name such as {@code jnp.bfloat16}. */
    String text() {
      if (value instanceof String text) {
        return text;
      }
      if (value instanceof Name name) {
        return name.text().substring(name.text().lastIndexOf('.') + 1);
      }
      throw mustBe("a text");
    }

    /** The elements of a tuple or list of some length. */
    List<Value> elements(int size) {
      if (value instanceof Sequence sequence && sequence.elements().size() == size) {
        return sequence.elements();
      }
      throw mustBe("a tuple of " + size);
    }

    /** A dictionary. */
    List<Entry> entries() {
      if (value instanceof Dictionary dictionary) {
        return dictionary.entries();
      }
      throw mustBe("a dictionary");
    }

    /** The elements of a list. */
    List<Value> elements() {
      if (value instanceof Sequence sequence) {
        return sequence.elements();
      }
      throw mustBe("a list");
    }

    /** The arguments of a call, by their names or in this order. */
    Map<String, Value> arguments(String... names) {
      if (!(value instanceof Call call)) {
        throw mustBe("a call with " + String.join(", ", names));
      }
      Map<String, Value> arguments = new LinkedHashMap<>(call.named());
      for (int k = 0; k < Math.min(names.length, call.positional().size()); k++) {
        arguments.put(names[k], call.positional().get(k));
      }
      for (String name : names) {
        if (!arguments.containsKey(name)) {
          throw at.invalid("there is no argument %s; give it a value.".formatted(name));
        }
      }
      return arguments;
    }

    private InvalidInputException mustBe(String what) {
      return at.invalid("found %s; there must be %s.".formatted(value, what));
    }
  }

  /** A tuple or list. */
  private record Sequence(List<Value> elements) {}

  /** A dictionary. */
  private record Dictionary(List<Entry> entries) {}

  /** An entry of a dictionary. */
  record Entry(Value key, Value value) {}

  /** A call. */
  private record Call(String name, List<Value> positional, Map<String, Value> named) {
    @Override
    public String toString() {
      return name + "(…)";
    }
  }

  /** A name with its qualifiers. */
  private record Name(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  private final String origin;
  private final List<Token> tokens = new ArrayList<>();
  private int next;

  /**
   * @param text the text of a Python file
   */
  PythonLiterals(String origin, String text) {
    this.origin = origin;
    Matcher matcher = TOKEN.matcher(text);
    int line = 1;
    int lineStart = 0;
    int at = 0;
    while (at < text.length() && matcher.find(at)) {
      for (String kind : List.of("text", "number", "name", "sign")) {
        if (matcher.group(kind) != null) {
          tokens.add(new Token(kind, matcher.group(), line, at - lineStart + 1));
        }
      }
      for (int k = at; k < matcher.end(); k++) {
        if (text.charAt(k) == '\n') {
          line++;
          lineStart = k + 1;
        }
      }
      at = matcher.end();
    }
    tokens.add(new Token("end", "the end of the file", line, 1));
  }

  /** What is assigned to a name; empty if nothing is. */
  Optional<Value> assigned(String name) {
    for (int k = 0; k + 1 < tokens.size(); k++) {
      boolean isName = tokens.get(k).text().equals(name) && tokens.get(k).column() == 1;
      int equals = k + 1;
      if (isName && tokens.get(equals).text().equals(":")) {
        // An annotation stands between the name and the sign.
        while (!tokens.get(equals).text().equals("=") && equals + 1 < tokens.size()) {
          equals++;
        }
      }
      if (isName && tokens.get(equals).text().equals("=")) {
        next = equals + 1;
        return Optional.of(value(0));
      }
    }
    return Optional.empty();
  }

  private Value value(int depth) {
    Token token = tokens.get(next);
    if (depth > DEEPEST) {
      throw unexpected(token);
    }
    next++;
    return switch (token.kind()) {
      case "number" -> new Value(number(token, 1), at(token));
      case "text" -> new Value(text(token), at(token));
      case "name" -> named(token, depth);
      case "sign" -> signed(token, depth);
      default -> throw unexpected(token);
    };
  }

  private Value signed(Token token, int depth) {
    switch (token.text()) {
      case "(", "[" -> {
        return new Value(sequence(token.text().equals("(") ? ")" : "]", depth), at(token));
      }
      case "{" -> {
        return new Value(new Dictionary(dictionary(depth)), at(token));
      }
      case "-" -> {
        Token number = tokens.get(next++);
        if (number.kind().equals("number")) {
          return new Value(number(number, -1), at(token));
        }
        throw unexpected(number);
      }
      default -> throw unexpected(token);
    }
  }

  private Value named(Token token, int depth) {
    if (token.text().equals("None")) {
      return new Value(null, at(token));
    }
    if (!isNext("(")) {
      return new Value(new Name(token.text()), at(token));
    }
    next++;
    List<Value> positional = new ArrayList<>();
    Map<String, Value> named = new LinkedHashMap<>();
    while (!isNext(")")) {
      boolean isNamed =
          tokens.get(next).kind().equals("name") && tokens.get(next + 1).text().equals("=");
      if (isNamed) {
        String name = tokens.get(next).text();
        next += 2;
        named.put(name, value(depth + 1));
      } else {
        positional.add(value(depth + 1));
      }
      comma(")");
    }
    next++;
    return new Value(new Call(token.text(), positional, named), at(token));
  }

  private Sequence sequence(String end, int depth) {
    List<Value> elements = new ArrayList<>();
    while (!isNext(end)) {
      elements.add(value(depth + 1));
      comma(end);
    }
    next++;
    return new Sequence(elements);
  }

  private List<Entry> dictionary(int depth) {
    List<Entry> entries = new ArrayList<>();
    while (!isNext("}")) {
      Value key = value(depth + 1);
      if (!isNext(":")) {
        throw unexpected(tokens.get(next));
      }
      next++;
      entries.add(new Entry(key, value(depth + 1)));
      comma("}");
    }
    next++;
    return entries;
  }

  private void comma(String end) {
    if (isNext(",")) {
      next++;
    } else if (!isNext(end)) {
      throw unexpected(tokens.get(next));
    }
  }

  private boolean isNext(String sign) {
    return tokens.get(next).text().equals(sign);
  }

  private static String text(Token token) {
    String text = token.text().replaceFirst("^[rbuRBU]", "");
    int quotes = text.startsWith("\"\"\"") || text.startsWith("'''") ? 3 : 1;
    return text.substring(quotes, text.length() - quotes);
  }

  private static Object number(Token token, int sign) {
    String digits = token.text().replace("_", "");
    return digits.matches("\\d{1,18}")
        ? (Object) (sign * Long.parseLong(digits))
        : (Object) (sign * Double.parseDouble(digits));
  }

  private Location at(Token token) {
    return new Location(origin, "", token.line(), token.column());
  }

  private InvalidInputException unexpected(Token token) {
    return at(token).invalid("found '%s', and only literals are read.".formatted(token.text()));
  }
}
