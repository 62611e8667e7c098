package org.flatsearch.json;

/** Text of an input as messages show it: its beginning if it is long. */
public final class ShownText {
  private static final int LONGEST = 60;

  private ShownText() {}

  /** The text, or its beginning and an ellipsis; no character is cut in half. */
  public static String of(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "\u2026";
  }
}
