package org.flatsearch.results.exchange.levels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.ShownText;
import org.flatsearch.schedule.Dimension;

/**
 * Reads loops as Timeloop and TileFlow write them: {@code factors: "H=6 M8"} with {@code
 * permutation: "MH"}, the innermost loop first; both are strings. A factor may be followed by a
 * smaller last one, {@code M=16,14}; what follows a {@code #} is a comment.
 */
public final class NamedLoops {
  private static final Pattern FACTOR =
      Pattern.compile(
          "([A-Za-z])\\s*(?:=+\\s*([0-9A-Za-z_?]+)|([0-9][0-9A-Za-z_?]*))(?:,([0-9]{1,10}))?");

  private final String example;
  private final boolean defaults;
  private final Function<Character, Optional<Dimension>> dimensions;
  private final Map<String, String> symbols;

  /**
   * @param example factors, for messages; two of them, such as {@code M=8 L=1}
   * @param defaults whether a directive may leave out factors of 1 and the order of their loops, as
   *     in Timeloop
   * @param dimensions the dimension of a letter, if it has one
   * @param symbols the values of factors that are names
   */
  public NamedLoops(
      String example,
      boolean defaults,
      Function<Character, Optional<Dimension>> dimensions,
      Map<String, String> symbols) {
    this.example = example;
    this.defaults = defaults;
    this.dimensions = dimensions;
    this.symbols = symbols;
  }

  /** A loop and its letter in the file. */
  public record NamedLoop(char letter, LevelLoop loop) {
    /** As the file has it, such as {@code M=8}. */
    String text() {
      return letter + "=" + loop.count();
    }
  }

  /** Factors without the comment after them. */
  public static String withoutComment(String factors) {
    return factors.replaceFirst("(?s)#.*", "");
  }

  /**
   * The loops of a directive, outermost first; without defaults or a permutation, in the order of
   * their factors.
   *
   * @throws org.flatsearch.json.InvalidInputException naming the place and the broken rule
   */
  public List<NamedLoop> read(JsonObjectReader directive) {
    Map<Character, NamedLoop> loops = new LinkedHashMap<>();
    if (!defaults || directive.has("factors")) {
      JsonValueReader factors = directive.required("factors", '"' + example + '"');
      for (NamedLoop loop : factors(factors)) {
        if (loops.put(loop.letter(), loop) != null) {
          throw factors.invalid("factor " + loop.letter() + " is given twice; remove one.");
        }
      }
    }
    List<NamedLoop> ordered = new ArrayList<>();
    if (directive.has("permutation")) {
      ordered.addAll(permute(directive.required("permutation", "\"LM\""), loops));
    } else if (!defaults) {
      return List.copyOf(loops.values());
    }
    requirePlaces(directive, loops);
    // As in Timeloop, dimensions without a letter are outside those that have one.
    loops.values().stream()
        .sorted(Comparator.comparingInt(left -> left.loop().count()))
        .forEach(left -> ordered.add(0, left));
    return ordered;
  }

  /** Removes the loops of a permutation from {@code loops}, and returns them, outermost first. */
  private List<NamedLoop> permute(JsonValueReader permutation, Map<Character, NamedLoop> loops) {
    List<NamedLoop> ordered = new ArrayList<>();
    for (char letter : permutation.asString().replaceAll("[\\s,]", "").toCharArray()) {
      NamedLoop loop = loops.remove(letter);
      if (loop == null && defaults && ordered.stream().noneMatch(l -> l.letter() == letter)) {
        loop = new NamedLoop(letter, new LevelLoop(dimension(permutation, letter), 1));
      }
      if (loop == null) {
        throw permutation.invalid(
            "letter %s%s; each factor needs one letter."
                .formatted(letter, defaults ? " comes twice" : " has no factor, or comes twice"));
      }
      ordered.add(0, loop);
    }
    return ordered;
  }

  /**
   * Refuses several iterations of a loop whose place is unknown. A single loop is outside all
   * others; but which side of the array it lies on depends on dimensions that the file may not
   * name.
   */
  private void requirePlaces(JsonObjectReader directive, Map<Character, NamedLoop> left) {
    List<String> letters =
        left.values().stream()
            .filter(loop -> loop.loop().count() > 1)
            .map(loop -> String.valueOf(loop.letter()))
            .toList();
    int known = defaults && !directive.has("split") ? 1 : 0;
    if (letters.size() > known) {
      throw directive.invalid(
          letters.size() == 1
              ? "the permutation lacks " + letters.get(0) + ", so the place of its loop is unknown."
              : "the permutation lacks "
                  + String.join(", ", letters)
                  + ", so the order of their loops is unknown.");
    }
  }

  private Dimension dimension(JsonValueReader reader, char letter) {
    return dimensions
        .apply(letter)
        .orElseThrow(
            () -> reader.invalid("there is no dimension " + letter + " in an attention mapping."));
  }

  private List<NamedLoop> factors(JsonValueReader reader) {
    String factors = withoutComment(reader.asString());
    Matcher matcher = FACTOR.matcher(factors);
    List<NamedLoop> loops = new ArrayList<>();
    int end = 0;
    while (matcher.find() && isSeparator(factors.substring(end, matcher.start()))) {
      end = matcher.end();
      char letter = matcher.group(1).charAt(0);
      Dimension dimension = dimension(reader, letter);
      String text = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      String value = symbols.getOrDefault(text, text);
      int count = count(reader, letter, value);
      int last = matcher.group(4) == null ? count : count(reader, letter, matcher.group(4));
      if (last > count) {
        throw reader.invalid(
            "the last factor of " + letter + " is " + last + " but at most " + count + " fits.");
      }
      loops.add(new NamedLoop(letter, new LevelLoop(dimension, count, last)));
    }
    if (!isSeparator(factors.substring(end)) || loops.isEmpty() && !defaults) {
      throw reader.mustBe("factors such as \"" + example + "\"");
    }
    return loops;
  }

  private static boolean isSeparator(String text) {
    return text.matches("[\\s,;]*");
  }

  private int count(JsonValueReader reader, char letter, String text) {
    if (!text.matches("[0-9].*")) {
      throw reader.invalid(
          "factor %s is '%s', which leaves it open; import a mapping with all factors chosen."
              .formatted(letter, ShownText.of(text)));
    }
    if (!text.matches("[0-9]+")) {
      throw reader.invalid(
          "factor %s is '%s', which is no number; put a blank after each factor, as in \"%s\"."
              .formatted(letter, ShownText.of(text), example));
    }
    if (defaults && text.matches("0+")) {
      throw reader.invalid(
          "factor "
              + letter
              + " is 0, which means the full dimension in Timeloop; write its size.");
    }
    if (text.length() > 10
        || Long.parseLong(text) < 1
        || Long.parseLong(text) > Integer.MAX_VALUE) {
      throw reader.invalid(
          "factor %s is %s; it must be from 1 to %s."
              .formatted(letter, ShownText.of(text), Integer.MAX_VALUE));
    }
    return Integer.parseInt(text);
  }
}
