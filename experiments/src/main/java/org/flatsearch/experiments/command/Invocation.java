package org.flatsearch.experiments.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
   * The same command with one more option, which replaces an earlier occurrence unless it may be
   * repeated; of {@code --set}, the last value of a figure holds.
   */
  @Override
  public String with(String... further) {
    OptionSpec option = spec.optionsMap().get(further[0]);
    List<String> all = new ArrayList<>();
    for (int k = 0; k < arguments.size(); k++) {
      String name = arguments.get(k).replaceFirst("=.*", "");
      if (option.isMultiValue() || spec.optionsMap().get(name) != option) {
        all.add(arguments.get(k));
      } else if (name.equals(arguments.get(k)) && further.length > 1) {
        k++; // its value
      }
    }
    all.addAll(List.of(further));
    return String.join(" ", all.stream().map(Suggestions::quote).toList());
  }

  @Override
  public Optional<String> out() {
    Path file = spec.optionsMap().get("--out").getValue();
    return Optional.ofNullable(file).map(path -> Suggestions.quote(path.toString()));
  }
}
