package org.flatsearch.json;

/** Text of an input as messages show it: its beginning if it is long. */
public final class ShownText {
  private static final int LONGEST = 60;

  /** The most characters of a message, and how many of its beginning and end are shown then. */
  private static final int LONGEST_LINE = 4000;

  private static final int HALF = LONGEST_LINE / 2;

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
    StringBuilder line = new StringBuilder();
    String all = message.length() <= LONGEST_LINE ? message : ends(message);
    for (int i = 0; i < all.length(); ) {
      int end = i;
      boolean isBroken = false;
      while (end < all.length() && isBlank(all.charAt(end))) {
        isBroken |= all.charAt(end) == '\n' || all.charAt(end) == '\r';
        end++;
      }
      if (isBroken) {
        line.append(' ');
      } else if (end > i) {
        line.append(all.substring(i, end).replace('\t', ' '));
      } else {
        end = i + Character.charCount(all.codePointAt(i));
        line.append(isVisible(all.codePointAt(i)) ? all.substring(i, end) : escaped(all, i, end));
      }
      i = end;
    }
    return line.toString();
  }

  /** Whether a text has only characters that a message shows as they are. */
  public static boolean isPlain(String text) {
    return text.codePoints().allMatch(ShownText::isVisible);
  }

  private static String ends(String text) {
    int begin = text.length() - HALF;
    return text.substring(0, HALF)
        + "\u2026"
        + text.substring(Character.isLowSurrogate(text.charAt(begin)) ? begin + 1 : begin);
  }

  private static boolean isBlank(char character) {
    return " \t\n\r".indexOf(character) >= 0;
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String escaped(String text, int begin, int end) {
    StringBuilder escaped = new StringBuilder();
    text.substring(begin, end).chars().forEach(c -> escaped.append("\\u%04X".formatted(c)));
    return escaped.toString();
  }
}
