package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.flatsearch.search.SearchStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The strategy in the guide for search researchers works as it stands there. */
class StrategyGuideTest {
  private static final Path GUIDE = Path.of("../docs/search-researcher.md");

  @TempDir private Path folder;

  @Test
  void theStrategyOfTheGuideIsUsedByItsName() throws Exception {
    compile(listing(Files.readString(GUIDE), "package org.example;"));
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(SearchStrategy.class.getName()), "org.example.Redraw");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader jar = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(jar);

      assertThat(search("--param=share=0.05").out())
          .contains("strategy redraw", "latency        26.77 ms", "10,000 evaluations");
      assertThat(search("--param=shore=0.05").err())
          .contains("strategy 'redraw': unknown parameter 'shore'. Did you mean share?");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static CommandRun search(String parameter) {
    return CommandRun.of(
        "search",
        "--accelerator=flat-edge",
        "--workload=bert",
        "--strategy=redraw",
        "--evaluations=10000",
        "--refine=0",
        parameter);
  }

  private static String listing(String guide, String firstLine) {
    int begin = guide.indexOf(firstLine);
    assertThat(begin).as("listing that begins with " + firstLine).isPositive();
    return guide.substring(begin, guide.indexOf("```", begin));
  }

  private void compile(String source) throws Exception {
    Path file = Files.writeString(folder.resolve("Redraw.java"), source);
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                file.toString());
    assertThat(exitCode).isZero();
  }
}
