package org.flatsearch.experiments;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

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

  /** Runs the command line with the plug-in that {@code folder} offers. */
  static CommandRun run(Path folder, String... arguments) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL[] offered = {folder.toUri().toURL()};
    try (URLClassLoader with = new URLClassLoader(offered, before)) {
      thread.setContextClassLoader(with);
      return CommandRun.of(arguments);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
