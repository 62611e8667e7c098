package org.flatsearch.experiments.command;

import picocli.CommandLine.Option;

/** The options of programs that are compiled and run here. */
final class CompilerOptions {
  @Option(
      names = "--compiler",
      paramLabel = "COMMAND",
      defaultValue = "gcc",
      description = "The C compiler: gcc (the default), clang, or another one like these.")
  private String command;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "The cores that the program uses; 1 by default.")
  private int threads;

  String command() {
    return command;
  }

  int threads() {
    OptionRules.requireAtLeast("--threads", threads, 1);
    return threads;
  }
}
