package org.flatsearch.spec;

import java.util.regex.Pattern;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;

/** The rule for names, which end up in file names, documents and on command lines. */
public final class SpecNames {

  /** The most characters of a name. */
  public static final int LONGEST = 100;

  static final String RULE =
      "a name of up to "
          + LONGEST
          + " letters, digits and . _ + - that starts with a letter or digit";

  static final String PATTERN = "[A-Za-z0-9][A-Za-z0-9._+-]{0," + (LONGEST - 1) + "}";

  private static final Pattern SHAPE = Pattern.compile(PATTERN);

  private SpecNames() {}

  static boolean isName(String text) {
    return SHAPE.matcher(text).matches();
  }

  /** The name in a document, checked. */
  public static String read(JsonObjectReader document) {
    JsonValueReader value = document.required("name", "\"my-name\"");
    if (!isName(value.asString())) {
      throw value.mustBe(RULE);
    }
    return value.asString();
  }

  /** Checks a name that doesn't come from a document. */
  static void check(String name) {
    if (!isName(name)) {
      throw new InvalidInputException("name: must be " + RULE + ", found \"" + name + "\".");
    }
  }
}
