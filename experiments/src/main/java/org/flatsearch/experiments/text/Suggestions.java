package org.flatsearch.experiments.text;

/** How to phrase another command from the one that was given. */
@FunctionalInterface
public interface Suggestions {
  /** The given command with further arguments; they replace earlier ones of the same option. */
  String with(String... arguments);
}
