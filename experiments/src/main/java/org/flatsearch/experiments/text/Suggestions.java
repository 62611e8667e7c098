package org.flatsearch.experiments.text;

import java.util.Optional;

/** How to phrase another command from the one that was given. */
@FunctionalInterface
public interface Suggestions {
  /** The given command with further arguments; they replace earlier ones of the same option. */
  String with(String... arguments);

  /** The file that the given command writes its result to. */
  default Optional<String> out() {
    return Optional.empty();
  }

  /** An argument as it is pasted into a shell: in quotes if that would take it for another. */
  static String quote(String argument) {
    return argument.matches("[A-Za-z0-9._,/:=%+@-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
