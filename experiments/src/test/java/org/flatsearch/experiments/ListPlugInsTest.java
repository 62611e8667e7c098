package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.EvaluateCommandTest.assertRefused;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists with plug-ins of third parties in them. */
class ListPlugInsTest {
  @TempDir private Path folder;

  /** A strategy that says of itself what the test wants. */
  public static final class Talker implements SearchStrategy {
    private static RuntimeException failure;

    @Override
    public String name() {
      return "talker";
    }

    @Override
    public String description() {
      if (failure != null) {
        throw failure;
      }
      return "talks much";
    }

    @Override
    public void search(SearchRun run) {}
  }

  @Test
  void showThemBesideWhatShips() throws IOException {
    Talker.failure = null;

    assertThat(listWith(SearchStrategy.class, Talker.class, "strategies").out())
        .containsPattern("tabu +takes the best")
        .containsPattern("talker +talks much");
  }

  @Test
  void nameTheOneThatCantDescribeItself() throws IOException {
    Talker.failure = new IllegalStateException("no words");

    CommandRun run = listWith(SearchStrategy.class, Talker.class, "strategies");

    assertRefused(run, "strategy " + Talker.class.getName());
    assertRefused(run, "can't describe itself (java.lang.IllegalStateException: no words)");
  }

  /** A list where a jar that is the folder is on the class path. */
  private CommandRun listWith(Class<?> kind, Class<?> plugIn, String what) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(kind.getName()), plugIn.getName());
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader jar = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(jar);
      return CommandRun.of("list", what);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
