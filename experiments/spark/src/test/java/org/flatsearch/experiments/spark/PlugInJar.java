package org.flatsearch.experiments.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.flatsearch.experiments.spark.plugin.TroubledStrategy;
import org.flatsearch.search.SearchStrategy;

/** The plug-in with the strategy {@code troubled}, as its author would give it away. */
final class PlugInJar {
  private static final String CLASS = TroubledStrategy.class.getName().replace('.', '/') + ".class";
  private static final String SERVICE = "META-INF/services/" + SearchStrategy.class.getName();

  private PlugInJar() {}

  /** Writes the plug-in as a jar. */
  static Path write(Path jar) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(CLASS));
      copyClass(out);
      out.putNextEntry(new ZipEntry(SERVICE));
      out.write(service());
    }
    return jar;
  }

  /** Writes the plug-in as a folder of classes, which can't be sent. */
  static Path writeFolder(Path folder) throws IOException {
    Path file = folder.resolve(CLASS);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      copyClass(out);
    }
    Files.createDirectories(folder.resolve(SERVICE).getParent());
    Files.write(folder.resolve(SERVICE), service());
    return folder;
  }

  private static void copyClass(OutputStream out) throws IOException {
    try (InputStream in = PlugInJar.class.getClassLoader().getResourceAsStream(CLASS)) {
      in.transferTo(out);
    }
  }

  private static byte[] service() {
    return TroubledStrategy.class.getName().getBytes(StandardCharsets.UTF_8);
  }
}
