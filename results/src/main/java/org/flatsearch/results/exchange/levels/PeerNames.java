package org.flatsearch.results.exchange.levels;

import org.flatsearch.json.JsonValueReader;

/** Names in the files of peers, which messages repeat. */
public final class PeerNames {
  private static final int LONGEST = 100;

  private PeerNames() {}

  /**
   * The name of something.
   *
   * @param what what it names, such as {@code memory level}
   * @throws org.flatsearch.json.InvalidInputException if it is none that can be shown
   */
  public static String read(JsonValueReader reader, String what) {
    String name = reader.asString();
    boolean shows = name.chars().noneMatch(Character::isISOControl);
    if (name.isBlank() || name.length() > LONGEST || !shows) {
      throw reader.mustBe("the name of a " + what + ", of 1 to " + LONGEST + " characters");
    }
    return name;
  }
}
