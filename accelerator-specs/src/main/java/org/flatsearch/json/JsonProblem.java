package org.flatsearch.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What keeps a text from being a JSON document, in the words of a user. */
public final class JsonProblem {
  /** What the library says of an object or array without its end. */
  private static final Pattern NOT_CLOSED =
      Pattern.compile(
          "close marker for (\\w+) \\(start marker at .*; line: (\\d+), column: (\\d+)]");

  /** What it says of the wrong one of } and ]. */
  private static final Pattern WRONGLY_CLOSED =
      Pattern.compile(
          "Unexpected close marker '(.)': expected '(.)' \\(for (\\w+) starting at .*;"
              + " line: (\\d+), column: (\\d+)]\\)");

  private JsonProblem() {}

  /**
   * Says what is wrong, such as {@code not valid JSON: numbers have no plus sign in JSON; take it
   * out}, without a final period.
   *
   * @param firstLine the number of the text's first line in its file
   */
  public static String explain(JsonProcessingException e, long firstLine) {
    String message = e.getOriginalMessage().replaceAll("[\\s\\p{Cntrl}]+", " ");
    if (e instanceof StreamConstraintsException) {
      // The library's message ends with the name of the setting that holds the limit.
      return "beyond the limits for a document: "
          + withoutEnd(inAsciiDigits(message.replaceAll(", from `[^`]*`", "")));
    }
    String kind = message.startsWith("Duplicate") ? "refused" : "not valid JSON";
    return kind + ": " + withoutEnd(inOurWords(message, firstLine));
  }

  /** The library formats numbers by the default locale. */
  private static String inAsciiDigits(String message) {
    return Pattern.compile("[\\p{Nd}&&[^0-9]]")
        .matcher(message)
        .replaceAll(digit -> Integer.toString(Character.digit(digit.group().codePointAt(0), 10)));
  }

  /** Without final periods; of other runs of periods, only the first is looked at. */
  private static String withoutEnd(String message) {
    return message.replaceAll("(?<![.\\s])[.\\s]+$", "");
  }

  /** The library's advice is to change its settings, but a user can change only the document. */
  private static String inOurWords(String message, long firstLine) {
    if (message.contains("ALLOW_COMMENTS")) {
      return "it has a comment, which JSON does not have; take it out";
    }
    if (message.contains("ALLOW_NON_NUMERIC_NUMBERS")) {
      return "NaN and infinities are not JSON numbers; write a finite number or leave the field"
          + " out";
    }
    if (message.contains("FAIL_ON_TRAILING_TOKENS")) {
      return "something follows the end of the document; take it out";
    }
    if (message.contains("ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS")) {
      return "numbers have no plus sign in JSON; take it out";
    }
    if (message.contains("CTRL-CHAR, code 0)")) {
      return "it has a zero byte, as text encoded as UTF-16 has; save it as UTF-8";
    }
    Matcher wrong = WRONGLY_CLOSED.matcher(message);
    if (wrong.matches()) {
      return "the %s that begins in line %s, column %s must be closed by '%s', found '%s'"
          .formatted(
              wrong.group(3).toLowerCase(Locale.ROOT),
              firstLine - 1 + Long.parseLong(wrong.group(4)),
              wrong.group(5),
              wrong.group(2),
              wrong.group(1));
    }
    if (message.startsWith("Unexpected end-of-input")) {
      Matcher open = NOT_CLOSED.matcher(message);
      return open.find()
          ? "the text ends before the %s that begins in line %s, column %s is closed"
              .formatted(
                  open.group(1).toLowerCase(Locale.ROOT),
                  firstLine - 1 + Long.parseLong(open.group(2)),
                  open.group(3))
          : "the text ends too early; add what is missing";
    }
    return message;
  }
}
