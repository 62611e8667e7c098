package org.flatsearch.results.exchange.c;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The C compiler of the machine that runs the tests. */
final class CCompiler {
  /** The exit code and the output of a program. */
  record Run(int exitCode, String output) {}

  private final Path folder;

  /** Works in {@code folder}; without a working gcc the test is aborted with a message. */
  CCompiler(Path folder) {
    this.folder = folder;
    try {
      if (run(List.of("gcc", "--version")).exitCode() != 0) {
        abort("gcc does not work here: C exports are not compiled");
      }
    } catch (IOException e) {
      abort("there is no gcc here: C exports are not compiled (" + e.getMessage() + ")");
    }
  }

  /** Compiles as a user would, and runs the program. */
  Run compileAndRun(String source, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("attention.c"), source);
    Path program = folder.resolve("attention");
    List<String> command =
        new ArrayList<>(List.of("gcc", "-O1", "-Wall", "-Werror", "-o", program.toString()));
    command.addAll(List.of(options));
    command.add(file.toString());
    Run compiled = run(command);
    return compiled.exitCode() == 0 ? run(List.of(program.toString())) : compiled;
  }

  private Run run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile()).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command + " does not end");
      }
      return new Run(process.exitValue(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
