package org.flatsearch.plugin;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.flatsearch.json.InvalidInputException;

/**
 * The errors for a plug-in that does not work. They say where it comes from, for whoever put it
 * there.
 */
final class BrokenPlugIn {
  private BrokenPlugIn() {}

  /**
   * The error for a class that does not fit this version of Java, or the other classes on the class
   * path. The linkage error alone often names only the class that is missing, not the one that
   * needs it.
   *
   * @param loader the class loader that was asked
   */
  static InvalidInputException unlinked(
      Class<?> kind, String what, ClassLoader loader, LinkageError error) {
    return refusal(
        suspect(kind, what, loader), "can't be linked (" + PlugIns.told(error) + ')', error);
  }

  /** The error for a plug-in that fails at a task such as {@code say its name}. */
  static InvalidInputException unable(Object plugIn, String what, String task, Throwable error) {
    return refusal(named(plugIn, what), "can't " + task + " (" + PlugIns.told(error) + ')', error);
  }

  /** The error for a plug-in whose name breaks the rule. */
  static InvalidInputException misnamed(Object plugIn, String what, String rule, String name) {
    return incorrect(plugIn, what, "must have " + rule + ", found " + quoted(name));
  }

  /** The error for a plug-in whose description is not one line. */
  static InvalidInputException undescribed(Object plugIn, String what, String description) {
    return incorrect(
        plugIn, what, "must describe itself in one line, found " + quoted(description));
  }

  private static InvalidInputException incorrect(Object plugIn, String what, String complaint) {
    return new InvalidInputException(
        "%s on the class path %s; correct it, or leave out its jar."
            .formatted(named(plugIn, what), complaint));
  }

  /**
   * Quotes a text, with control characters escaped as in Java: it stays on one line and shows them.
   */
  private static String quoted(String text) {
    if (text == null) {
      return "null";
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      quoted.append(Character.isISOControl(c) ? String.format(Locale.ROOT, "\\u%04x", (int) c) : c);
    }
    return quoted.append('"').toString();
  }

  private static InvalidInputException refusal(String who, String complaint, Throwable cause) {
    return new InvalidInputException(
        ("%s on the class path %s; rebuild it for this version of FlatSearch and Java %s, or"
                + " leave out its jar.")
            .formatted(who, complaint, Runtime.version().feature()),
        cause);
  }

  private static String named(Object plugIn, String what) {
    CodeSource source = plugIn.getClass().getProtectionDomain().getCodeSource();
    String from = source == null ? "" : " (" + source.getLocation() + ")";
    return what + " " + plugIn.getClass().getName() + from;
  }

  /** The first class in the service files that can't be linked, and the file. */
  private static String suspect(Class<?> kind, String what, ClassLoader loader) {
    try {
      for (URL file :
          Collections.list(loader.getResources("META-INF/services/" + kind.getName()))) {
        for (String name : classes(file)) {
          if (!isLinked(name, loader)) {
            return what + " " + name + " (named in " + file + ")";
          }
        }
      }
    } catch (IOException e) {
      // The error is useful without it.
    }
    return "one " + what;
  }

  private static List<String> classes(URL serviceFile) throws IOException {
    try (var stream = serviceFile.openStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }

  private static boolean isLinked(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader).getConstructor();
      return true;
    } catch (LinkageError e) {
      return false;
    } catch (ReflectiveOperationException e) {
      return true; // ServiceLoader reports it
    }
  }
}
