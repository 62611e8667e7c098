package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * One run of the command line, as a user sees it.
 *
 * @param exitCode the exit code
 * @param out what went to standard output
 * @param err what went to standard error
 */
record CommandRun(int exitCode, String out, String err) {

  /** Runs the command line with these arguments and further ones. */
  static CommandRun of(List<String> arguments, String... further) {
    return of(Stream.concat(arguments.stream(), Stream.of(further)).toArray(String[]::new));
  }

  /** A process that runs the command line with these arguments, after options of Java. */
  static ProcessBuilder process(List<String> options, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(options);
    command.add(FlatSearch.class.getName());
    command.addAll(List.of(arguments));
    return withoutOptionsOfJava(new ProcessBuilder(command));
  }

  /** A process that runs a command of the shell in a terminal, which the program script makes. */
  static ProcessBuilder inTerminal(String command) {
    ProcessBuilder script = new ProcessBuilder("script", "-qec", command, "/dev/null");
    // Otherwise script takes the user's shell, and service accounts have none.
    script.environment().put("SHELL", "/bin/sh");
    return withoutOptionsOfJava(script.redirectErrorStream(true));
  }

  /** Java says in standard error that it takes options from the environment. */
  private static ProcessBuilder withoutOptionsOfJava(ProcessBuilder builder) {
    builder
        .environment()
        .keySet()
        .removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
    return builder;
  }

  /** Runs the command line with these arguments. */
  static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        FlatSearch.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode = FlatSearch.run(commandLine, arguments);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /** Checks that the command was refused in one line, which contains these texts. */
  static void assertRefused(CommandRun run, String... texts) {
    assertThat(run.err()).contains(texts);
    assertThat(run.err().strip()).hasLineCount(1);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }
}
