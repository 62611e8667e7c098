package org.flatsearch.experiments.cpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.exchange.kernel.KernelSource;
import org.flatsearch.spec.AttentionWorkload;

/** A C program, compiled for this CPU in a folder of its own, which {@link #close} removes. */
final class CompiledProgram implements AutoCloseable {
  private static final int SHOWN_LINES = 3;
  private static final String PROGRAM = "program";

  private final Path folder;
  private final String compiler;
  private final int threads;

  /**
   * Compiles a program around the kernel.
   *
   * @param compiler the command of a C compiler such as gcc or clang
   * @param threads threads that it may use; 1 compiles it without OpenMP
   * @throws InvalidInputException if there is no such compiler or it fails
   */
  CompiledProgram(String compiler, int threads, AttentionWorkload workload, String source) {
    this.compiler = compiler;
    this.threads = threads;
    try {
      folder = Files.createTempDirectory("flatsearch");
      Files.writeString(folder.resolve(KernelSource.HEADER), new KernelSource(workload).header());
      Files.writeString(folder.resolve(KernelSource.FILE), source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      compile();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void compile() {
    List<String> command = new ArrayList<>(List.of(compiler, "-O3", "-march=native"));
    if (threads > 1) {
      command.add("-fopenmp");
    }
    command.addAll(List.of("-o", PROGRAM, KernelSource.FILE, "-lm"));
    Output output;
    try {
      output = execute(command);
    } catch (IOException e) {
      throw new InvalidInputException(
          ("--compiler: there is no C compiler '%s' here. Install gcc or clang, or name another"
                  + " one.")
              .formatted(compiler),
          e);
    }
    if (output.exitCode() != 0) {
      throw new InvalidInputException(
          "--compiler: '%s' fails: %s. Name another compiler; gcc 12 and clang 14 work."
              .formatted(String.join(" ", command), firstLines(output.text())));
    }
  }

  /**
   * Runs the program.
   *
   * @return its lines
   * @throws InvalidInputException if it fails
   */
  List<String> run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(folder.resolve(PROGRAM).toString()));
    command.addAll(arguments);
    try {
      Output output = execute(command);
      if (output.exitCode() != 0) {
        throw new InvalidInputException(
            "the program that %s compiled fails with exit code %d: %s."
                .formatted(compiler, output.exitCode(), firstLines(output.text())));
      }
      return output.text().lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Output(int exitCode, String text) {}

  private Output execute(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try {
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Output(process.waitFor(), text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String firstLines(String text) {
    return text.isBlank()
        ? "it says nothing"
        : Arrays.stream(text.split("\n"))
            .filter(line -> !line.isBlank())
            .limit(SHOWN_LINES)
            .map(String::strip)
            .collect(Collectors.joining(" | "));
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
