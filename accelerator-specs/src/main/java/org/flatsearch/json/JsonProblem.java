package org.flatsearch.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What keeps a text from being a JSON document, in the words of a user. */
final class JsonProblem {
  /** Where an object or array begins, in what the library says of its end. */
  private static final Pattern BEGIN = Pattern.compile("; line: (\\d+), column: (\\d+)]");

  private JsonProblem() {}

  /**
   * Says what is wrong, such as {@code not valid JSON: Unrecognized token 'x'}, without a final
   * period.
   *
   * @param firstLine the number of the text's first line in its file
   */
  static String explain(JsonProcessingException e, long firstLine) {
    String message = e.getOriginalMessage().replaceAll("[\\s\\p{Cntrl}]+", " ");
    if (e instanceof StreamConstraintsException) {
      // The library's message ends with the name of the setting that holds the limit.
      return "beyond the limits for a document: " + message.replaceAll(", from `[^`]*`", "");
    }
    return "not valid JSON: " + inOurWords(message, firstLine);
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
    if (message.contains("ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS")) {
      return "numbers have no plus sign in JSON; take it out";
    }
    Matcher begin = BEGIN.matcher(message);
    String place =
        begin.find()
            ? ", of what begins in line %s, column %s"
                .formatted(firstLine - 1 + Long.parseLong(begin.group(1)), begin.group(2))
            : "";
    return message
            .replaceAll(" \\((start marker|for|expected) .*|:? expected close marker.*", "")
            .replaceAll("[.\\s]{1,9}$", "")
        + place;
  }
}
