package org.flatsearch.experiments.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flatsearch.experiments.text.ShellWord;
import org.flatsearch.experiments.text.Suggestions;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command line as the user typed it, from which another one is suggested. */
final class Invocation implements Suggestions {
  private final CommandSpec spec;
  private final List<String> arguments;

  Invocation(CommandLine command) {
    spec = command.getCommandSpec();
    arguments = command.getParseResult().originalArgs();
  }

  /**
   * The same command with one more option, which replaces an earlier occurrence. An occurrence of
   * an option that may be repeated, such as {@code --set}, is replaced only if it is for the same
   * figure.
   *
   * @param further the option, and its value if it takes one
   */
  @Override
  public String with(String... further) {
    OptionSpec option = spec.optionsMap().get(further[0]);
    List<String> all = new ArrayList<>();
    for (int k = 0; k < arguments.size(); k++) {
      String argument = arguments.get(k);
      int equals = argument.indexOf('=');
      boolean attached = equals > 0;
      String name = attached ? argument.substring(0, equals) : argument;
      if (spec.optionsMap().get(name) != option) {
        all.add(ShellWord.quoted(argument));
        continue;
      }
      boolean separate = !attached && further.length > 1;
      String value = attached ? argument.substring(equals + 1) : "";
      if (separate) {
        k++;
        value = arguments.get(k);
      }
      if (option.isMultiValue() && !figure(value).equals(figure(further[1]))) {
        all.add(ShellWord.quoted(argument));
        if (separate) {
          all.add(ShellWord.quoted(value));
        }
      }
    }
    for (String argument : further) {
      all.add(ShellWord.quoted(argument));
    }
    return String.join(" ", all);
  }

  @Override
  public Optional<String> out() {
    Path file = spec.optionsMap().get("--out").getValue();
    return Optional.ofNullable(file).map(path -> ShellWord.quoted(path.toString()));
  }

  private static String figure(String change) {
    return change.replaceFirst("=.*", "");
  }
}
