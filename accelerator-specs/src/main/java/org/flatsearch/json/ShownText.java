package org.flatsearch.json;

import java.util.regex.Pattern;

/** Text of an input as messages show it: its beginning if it is long. */
public final class ShownText {
  private static final int LONGEST = 60;

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
   * are shown as in JSON.
   */
  public static String line(String message) {
    String line = BREAK.matcher(message).replaceAll(" ").replace('\t', ' ');
    return HIDDEN
        .matcher(line)
        .replaceAll(found -> "\\\\u%04X".formatted(found.group().codePointAt(0)));
  }

  /** Whether a text has only characters that a message shows as they are. */
  public static boolean isPlain(String text) {
    return !HIDDEN.matcher(text).find();
  }
}
