package org.flatsearch.search;

import java.io.IOException;
import java.nio.file.Path;

/** Starts tests' own programs. */
public final class NewJvm {
  private NewJvm() {}

  /**
   * Starts a program in a Java virtual machine like this one; notes of Java itself are inherited.
   */
  public static Process start(Class<?> program) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            program.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
