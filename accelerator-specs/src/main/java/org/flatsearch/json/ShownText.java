package org.flatsearch.json;

import java.util.regex.Pattern;

/** Text of an input as messages show it: its beginning if it is long. */
public final class ShownText {
  private static final int LONGEST = 60;

  /** The most characters of a message, and how many of its beginning and end are shown then. */
  private static final int LONGEST_LINE = 4000;

  private static final int HALF = LONGEST_LINE / 2;

  private static final Pattern BREAK = Pattern.compile("[ \\t\\r\\n]*[\\r\\n][ \\t\\r\\n]*");

  /** Control characters, and those that hide or turn round the text beside them. */
  private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private ShownText() {}

  /** The text, or its beginning and an ellipsis; no character is cut in half. */
  public static String of(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "\u2026";
  }

  /**
   * A message in one line. It may quote a file that somebody else made: what a terminal obeys, such
   * as the escape sequence that changes its title, and what hides or turns round the text beside it
   * are shown as in JSON, and of a long line only both ends.
   */
  public static String line(String message) {
    String text = message.length() <= LONGEST_LINE ? message : ends(message);
    String line = BREAK.matcher(text).replaceAll(" ").replace('\t', ' ');
    return HIDDEN
        .matcher(line)
        .replaceAll(found -> "\\\\u%04X".formatted(found.group().codePointAt(0)));
  }

  /** Whether a text has only characters that a message shows as they are. */
  public static boolean isPlain(String text) {
    return !HIDDEN.matcher(text).find();
  }

  private static String ends(String text) {
    int begin = text.length() - HALF;
    return text.substring(0, HALF)
        + "\u2026"
        + text.substring(Character.isLowSurrogate(text.charAt(begin)) ? begin + 1 : begin);
  }
}
