package org.flatsearch.experiments.table;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Turns names of things in experiments into names of files, which differ on any file system. */
public final class FileNames {
  /** The most characters of such a name in a file's name; file systems allow 255 in all. */
  private static final int LONGEST_NAME = 100;

  private final Set<String> taken = new HashSet<>();

  /**
   * The part of a file's name that stands for {@code name}; a number tells it from earlier ones.
   */
  public String distinct(String name) {
    // A folder named ".." would be another one; a leading "-" is an option to some programs.
    String own = plain(name).replaceAll("^[.-]+", "").replaceAll("(?<![.-])[.-]+$", "");
    String part = own.isEmpty() ? "unnamed" : shorten(own);
    String distinct = part;
    for (int k = 2; !taken.add(distinct.toLowerCase(Locale.ROOT)); k++) {
      distinct = part + "-" + k;
    }
    return distinct;
  }

  /**
   * The name with only letters, digits and what else is safe in names of files and in formats of
   * other tools. This takes no longer than the length of the name: only the first of a run of
   * dashes is looked at.
   */
  static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9._+-]+", "-").replaceAll("(?<!-)-+$", "");
  }

  /** The name, cut to what a file system allows as part of a file's name. */
  static String shorten(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
  }
}
