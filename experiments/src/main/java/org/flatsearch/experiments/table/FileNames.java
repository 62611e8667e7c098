package org.flatsearch.experiments.table;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names that experiments give to things, as names of files that differ on any file system. */
public final class FileNames {
  /** The most characters of a name of ours in that of a file; file systems allow 255 in all. */
  private static final int LONGEST_NAME = 100;

  private final Set<String> taken = new HashSet<>();

  /** The part of a file's name for a name of ours, told from those before by a number. */
  public String distinct(String name) {
    String part = shortened(plain(name));
    String distinct = part;
    for (int k = 2; !taken.add(distinct.toLowerCase(Locale.ROOT)); k++) {
      distinct = part + "-" + k;
    }
    return distinct;
  }

  /** Letters, digits and what is safe in names of files and in the formats of other tools. */
  static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9._+-]+", "-").replaceAll("-+$", "");
  }

  /** What a file system allows as part of a name. */
  static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
  }
}
