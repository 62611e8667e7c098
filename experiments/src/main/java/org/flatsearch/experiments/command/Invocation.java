package org.flatsearch.experiments.command;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** The command line as the user typed it, to suggest another one. */
final class Invocation {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._,/:=%+@-]+");

  private final List<String> arguments;

  Invocation(CommandLine command) {
    CommandLine root = command;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    arguments = root.getParseResult().originalArgs();
  }

  /** The same command with further arguments; an option among them replaces its earlier value. */
  String with(String... further) {
    List<String> all = new ArrayList<>();
    for (int k = 0; k < arguments.size(); k++) {
      String argument = arguments.get(k);
      if (argument.equals(further[0])) {
        k += further.length - 1;
      } else if (!argument.startsWith(further[0] + "=")) {
        all.add(quote(argument));
      }
    }
    for (String argument : further) {
      all.add(quote(argument));
    }
    return String.join(" ", all);
  }

  private static String quote(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
