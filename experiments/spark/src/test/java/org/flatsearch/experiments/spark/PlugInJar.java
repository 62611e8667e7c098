package org.flatsearch.experiments.spark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.flatsearch.experiments.spark.plugin.Nap;
import org.flatsearch.experiments.spark.plugin.TroubledStrategy;
import org.flatsearch.search.SearchStrategy;

/** The plug-in with the strategy {@code troubled}, as its author would publish it. */
final class PlugInJar {
  private static final Class<?> STRATEGY = TroubledStrategy.class;
  private static final Class<?> NEEDED = Nap.class;
  private static final String SERVICE = "META-INF/services/" + SearchStrategy.class.getName();

  private PlugInJar() {}

  /** Writes the plug-in as a jar. */
  static Path write(Path jar) throws IOException {
    return write(jar, STRATEGY, NEEDED);
  }

  /** Writes the plug-in as a jar that lacks a class which it needs. */
  static Path writeIncomplete(Path jar) throws IOException {
    return write(jar, STRATEGY);
  }

  private static Path write(Path jar, Class<?>... classes) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> each : classes) {
        out.putNextEntry(new ZipEntry(file(each)));
        out.write(bytes(each));
      }
      out.putNextEntry(new ZipEntry(SERVICE));
      out.write(service());
    }
    return jar;
  }

  /** Writes the plug-in as a folder of classes, which can't be sent to workers. */
  static Path writeFolder(Path folder) throws IOException {
    writeNeeded(folder);
    Files.write(folder.resolve(file(STRATEGY)), bytes(STRATEGY));
    Files.createDirectories(folder.resolve(SERVICE).getParent());
    Files.write(folder.resolve(SERVICE), service());
    return folder;
  }

  /** Writes what the plug-in needs as a folder of classes. */
  static Path writeNeeded(Path folder) throws IOException {
    Path file = folder.resolve(file(NEEDED));
    Files.createDirectories(file.getParent());
    Files.write(file, bytes(NEEDED));
    return folder;
  }

  private static String file(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream in = type.getClassLoader().getResourceAsStream(file(type))) {
      return in.readAllBytes();
    }
  }

  private static byte[] service() {
    return TroubledStrategy.class.getName().getBytes(StandardCharsets.UTF_8);
  }
}
