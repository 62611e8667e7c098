package org.flatsearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The comments of packages, which say what programs and plug-ins may rely on. */
class PackageCommentsTest {
  private static final String FILE = "package-info.java";

  static List<Path> packages() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/main/java/"))
          .map(Path::getParent)
          .distinct()
          .sorted()
          .toList();
    }
  }

  @Test
  void areFound() throws IOException {
    assertThat(packages()).hasSizeGreaterThan(40);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void sayWhoMayDependOnThePackage(Path folder) throws IOException {
    Path comment = folder.resolve(FILE);
    assertThat(comment).as("every package needs a comment, like those beside it").exists();
    assertThat(Files.readString(comment))
        .as("the comment of %s must end with what is API, or that all is internal", folder)
        .containsPattern("(?m)^ \\* <p>(API for (programs|plug-ins)|Internal: )");
  }
}
