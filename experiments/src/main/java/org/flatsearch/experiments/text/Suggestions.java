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
}
