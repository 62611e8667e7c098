package org.flatsearch.experiments;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Offers plug-ins of third parties to single commands, as if their jar were on the class path. */
final class OfferedPlugIn {
  private OfferedPlugIn() {}

  /**
   * Offers plug-ins from a folder, which is then to be on the class path.
   *
   * @param kind the interface
   * @param plugIns classes with a public constructor without parameters
   */
  static Path in(Path folder, Class<?> kind, Class<?>... plugIns) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.write(
        services.resolve(kind.getName()), Arrays.stream(plugIns).map(Class::getName).toList());
    return folder;
  }

  /** Runs an experiment with the plug-in that {@code folder} offers, into its folder out. */
  static CommandRun experiment(Path folder, String definition, String... options)
      throws IOException {
    String file = Experiments.define(folder, definition).toString();
    return run(folder, List.of("run", file, "--out=" + folder.resolve("out")), options);
  }

  /** Runs the command line with the plug-in that {@code folder} offers. */
  static CommandRun run(Path folder, String... arguments) throws IOException {
    return run(folder, List.of(arguments));
  }

  /** The same with these arguments and further ones. */
  static CommandRun run(Path folder, List<String> arguments, String... further) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL[] offered = {folder.toUri().toURL()};
    try (URLClassLoader with = new URLClassLoader(offered, before)) {
      thread.setContextClassLoader(with);
      return CommandRun.of(arguments, further);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
