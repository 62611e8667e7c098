package org.flatsearch.experiments.text;

import java.util.regex.Pattern;

/** Arguments of commands that are suggested, so that a user can paste them into a shell. */
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._,/:=%+@-]+");

  private ShellWord() {}

  /** The argument, in quotes if a shell would take it for something else. */
  public static String quoted(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
