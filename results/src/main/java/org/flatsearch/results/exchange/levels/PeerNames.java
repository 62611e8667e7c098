package org.flatsearch.results.exchange.levels;

import org.flatsearch.json.JsonValueReader;

/** Reads names from peers' files, which messages repeat. */
public final class PeerNames {
  private static final int LONGEST = 100;

  private PeerNames() {}

  /**
   * Reads a name.
   *
   * @param what what it names, such as {@code memory level}
   * @throws org.flatsearch.json.InvalidInputException if it can't be shown in a message
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
