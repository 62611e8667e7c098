package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.flatsearch.experiments.run.RunExecutor;
import org.flatsearch.experiments.run.Runner;
import org.flatsearch.experiments.run.RunnerSettings;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists with plug-ins of third parties in them. */
class ListPlugInsTest {
  @TempDir private Path folder;

  /** A strategy that can or can't describe itself, as the test wants. */
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

  /** A runner that was built before runners described themselves. */
  public static final class Silent implements Runner {
    @Override
    public String name() {
      return "silent";
    }

    @Override
    public RunExecutor executor(RunnerSettings settings) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void sayTheClassOfARunnerThatDoesNotDescribeItself() throws IOException {
    assertThat(listWith(Runner.class, Silent.class, "runners").out())
        .containsPattern("local +this machine")
        .containsPattern("silent +class " + Pattern.quote(Silent.class.getName()));
  }

  @Test
  void nameTheOneThatCantDescribeItself() throws IOException {
    Talker.failure = new IllegalStateException("no words");

    CommandRun run = listWith(SearchStrategy.class, Talker.class, "strategies");

    assertRefused(
        run,
        "strategy " + Talker.class.getName(),
        "can't describe itself (java.lang.IllegalStateException: no words)");
  }

  private CommandRun listWith(Class<?> kind, Class<?> plugIn, String what) throws IOException {
    return OfferedPlugIn.run(OfferedPlugIn.in(folder, kind, plugIn), "list", what);
  }
}
