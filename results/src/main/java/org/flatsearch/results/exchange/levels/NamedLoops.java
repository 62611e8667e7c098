package org.flatsearch.results.exchange.levels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.schedule.Dimension;

/**
 * Reads loops as Timeloop and TileFlow write them: {@code factors: "H=6 M=8"} with {@code
 * permutation: "MH"}, the innermost loop first; both are strings. A factor may be followed by a
 * smaller last one, {@code M=16,14}.
 */
public final class NamedLoops {
  private static final Pattern FACTOR =
      Pattern.compile("([A-Za-z])\\s*=\\s*([0-9A-Za-z_?]+)(?:,([0-9]{1,10}))?");

  private NamedLoops() {}

  /** A loop and its letter in the file. */
  public record NamedLoop(char letter, LevelLoop loop) {
    /** As the file has it, such as {@code M=8}. */
    String text() {
      return letter + "=" + loop.count();
    }
  }

  /**
   * The loops of a directive, outermost first.
   *
   * @param dimensions the dimension of a letter, if it has one
   * @throws org.flatsearch.json.InvalidInputException naming the place and the broken rule
   */
  public static List<NamedLoop> read(
      JsonObjectReader directive, Function<Character, Optional<Dimension>> dimensions) {
    JsonValueReader factors = directive.required("factors", "\"M=8 L=1\"");
    Map<Character, NamedLoop> loops = new LinkedHashMap<>();
    for (NamedLoop loop : factors(factors, dimensions)) {
      if (loops.put(loop.letter(), loop) != null) {
        throw factors.invalid("factor " + loop.letter() + " is given twice; remove one.");
      }
    }
    JsonValueReader permutation = directive.required("permutation", "\"LM\"");
    String letters = permutation.asString().replaceAll("\\s", "");
    List<NamedLoop> ordered = new ArrayList<>();
    for (char letter : letters.toCharArray()) {
      NamedLoop loop = loops.remove(letter);
      if (loop == null) {
        throw permutation.invalid(
            "letter " + letter + " has no factor, or comes twice; each factor needs one letter.");
      }
      ordered.add(0, loop);
    }
    for (NamedLoop left : loops.values()) {
      if (left.loop().count() > 1) {
        throw permutation.invalid(
            "letter " + left.letter() + " is missing, so the place of its loop is unknown.");
      }
      // As in Timeloop, dimensions without a letter are outside those that have one.
      ordered.add(0, left);
    }
    return ordered;
  }

  private static List<NamedLoop> factors(
      JsonValueReader reader, Function<Character, Optional<Dimension>> dimensions) {
    String text = reader.asString();
    Matcher matcher = FACTOR.matcher(text);
    List<NamedLoop> loops = new ArrayList<>();
    int end = 0;
    while (matcher.find()) {
      if (!text.substring(end, matcher.start()).isBlank()) {
        break;
      }
      end = matcher.end();
      char letter = matcher.group(1).charAt(0);
      Optional<Dimension> dimension = dimensions.apply(letter);
      if (dimension.isEmpty()) {
        throw reader.invalid("there is no dimension " + letter + " in an attention mapping.");
      }
      int count = count(reader, letter, matcher.group(2));
      int last = matcher.group(3) == null ? count : count(reader, letter, matcher.group(3));
      if (last > count) {
        throw reader.invalid(
            "the last factor of " + letter + " is " + last + " but at most " + count + " fits.");
      }
      loops.add(new NamedLoop(letter, new LevelLoop(dimension.get(), count, last)));
    }
    if (!text.substring(end).isBlank() || loops.isEmpty()) {
      throw reader.mustBe("factors such as \"M=8 L=1\"");
    }
    return loops;
  }

  private static int count(JsonValueReader reader, char letter, String text) {
    if (!text.matches("[0-9]+")) {
      throw reader.invalid(
          "factor "
              + letter
              + " is '"
              + text
              + "', which leaves it open; import a mapping with all factors chosen.");
    }
    if (text.length() > 10
        || Long.parseLong(text) < 1
        || Long.parseLong(text) > Integer.MAX_VALUE) {
      throw reader.invalid(
          "factor " + letter + " is " + text + "; it must be from 1 to " + Integer.MAX_VALUE + ".");
    }
    return Integer.parseInt(text);
  }
}
