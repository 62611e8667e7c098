package org.flatsearch.experiments.tiles;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flatsearch.json.InvalidInputException;

/** Whole numbers as the command line states them: {@code 512,1024..32768*2,40000..50000+1000}. */
public final class Range {
  private static final int MOST = 100_000;
  private static final Pattern ITEM =
      Pattern.compile("(?<from>\\d{1,9})(\\.\\.(?<to>\\d{1,9})(?<sign>[*+])(?<step>\\d{1,9}))?");

  private Range() {}

  /**
   * The numbers, ascending.
   *
   * @param option what messages call the text
   * @throws InvalidInputException if the text is none, or has no end
   */
  public static List<Integer> parse(String option, String text) {
    TreeSet<Integer> all = new TreeSet<>();
    for (String item : text.split(",", -1)) {
      Matcher matcher = ITEM.matcher(item.strip());
      if (!matcher.matches()) {
        throw malformed(option, item);
      }
      int from = Integer.parseInt(matcher.group("from"));
      if (from < 1) {
        throw malformed(option, item);
      }
      all.add(from);
      if (matcher.group("to") != null) {
        add(option, item, matcher, all);
      }
    }
    return List.copyOf(all);
  }

  private static void add(String option, String item, Matcher matcher, TreeSet<Integer> into) {
    long to = Long.parseLong(matcher.group("to"));
    long step = Long.parseLong(matcher.group("step"));
    boolean isFactor = matcher.group("sign").equals("*");
    long from = Long.parseLong(matcher.group("from"));
    if (to < from || step < (isFactor ? 2 : 1)) {
      throw malformed(option, item);
    }
    for (long value = from; value <= to; value = isFactor ? value * step : value + step) {
      into.add((int) value);
      if (into.size() > MOST) {
        throw new InvalidInputException(
            "%s '%s': has more than %d numbers; take a larger step.".formatted(option, item, MOST));
      }
    }
  }

  private static InvalidInputException malformed(String option, String item) {
    return new InvalidInputException(
        ("%s '%s': must be a number from 1 on, or a range with an end and a step, such as"
                + " 1024..32768*2 (each twice the last) or 1000..2000+100.")
            .formatted(option, item));
  }
}
