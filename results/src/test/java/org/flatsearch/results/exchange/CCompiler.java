package org.flatsearch.results.exchange;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A C compiler of the machine that runs the tests. */
public final class CCompiler {
  /** The exit code and the output of a program. */
  public record Run(int exitCode, String output) {}

  private final Path folder;
  private final String compiler;

  /** Works in {@code folder} with gcc; without a working one the test is aborted with a message. */
  public CCompiler(Path folder) {
    this(folder, "gcc");
  }

  /** Works in {@code folder}; without a working compiler the test is aborted with a message. */
  public CCompiler(Path folder, String compiler) {
    this.folder = folder;
    this.compiler = compiler;
    if (!isThere(compiler)) {
      abort("there is no working %s here: C exports are not compiled".formatted(compiler));
    }
  }

  /** Whether this machine has a compiler. */
  public static boolean isThere(String compiler) {
    try {
      return run(List.of(compiler, "--version"), Path.of(".")).exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Compiles as a user would, and runs the program. */
  public Run compileAndRun(String source, String... options) throws IOException {
    List<String> optimised = new ArrayList<>(List.of("-O1"));
    optimised.addAll(List.of(options));
    Run compiled = compile(source, optimised);
    return compiled.exitCode() == 0 ? run() : compiled;
  }

  /** Compiles with all warnings as errors and with these options; mathematics comes last. */
  public Run compile(String source, List<String> options) throws IOException {
    Path file = Files.writeString(folder.resolve("attention.c"), source);
    List<String> command =
        new ArrayList<>(List.of(compiler, "-Wall", "-Werror", "-o", program().toString()));
    command.addAll(options);
    command.add(file.toString());
    command.add("-lm");
    return run(command, folder);
  }

  /** Runs what was compiled last. */
  public Run run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program().toString()));
    command.addAll(List.of(arguments));
    return run(command, folder);
  }

  private Path program() {
    return folder.resolve("attention");
  }

  private static Run run(List<String> command, Path folder) throws IOException {
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
