package org.flatsearch.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files that something is mounted on, as container engines do with single files. The system lets
 * nobody replace them.
 */
final class MountPoints {
  /** Linux lists the mounts here; the fifth field of each line is where. */
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private static final int FIELD = 4;

  /** Blanks and backslashes are written as octal numbers of three digits. */
  private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

  private MountPoints() {}

  /**
   * Whether a file is one, as far as the system tells.
   *
   * @param file its real path
   */
  static boolean has(Path file) {
    try {
      // Not as lines of UTF-8: names may be in any encoding.
      return lists(new String(Files.readAllBytes(MOUNTS), StandardCharsets.UTF_8), file);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the mounts in the system's list include a file. */
  static boolean lists(String mounts, Path file) {
    String path = file.toString();
    return mounts
        .lines()
        .map(line -> line.split(" "))
        .anyMatch(fields -> fields.length > FIELD && unescaped(fields[FIELD]).equals(path));
  }

  private static String unescaped(String field) {
    return ESCAPED
        .matcher(field)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 8))));
  }
}
