package org.flatsearch.experiments;

import static java.lang.Double.parseDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.flatsearch.cost.CostModel;
import org.flatsearch.search.SearchStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plug-ins in the guide for search researchers work as printed there. */
class StrategyGuideTest {
  private static final Path GUIDE = Path.of("../docs/search-researcher.md");

  @TempDir private Path folder;

  @Test
  void theStrategyOfTheGuideIsUsedByItsName() throws Exception {
    offer(SearchStrategy.class, "package org.example;", "org.example.Redraw");

    String shown = listing(Files.readString(GUIDE), "-a flat-edge -w bert --strategy redraw");
    shown = shown.substring(shown.indexOf('\n'));

    assertThat(ShownOutput.firstMissing(search("--param=share=0.05").out(), shown)).isEmpty();
    assertThat(search("--param=shore=0.05").err())
        .contains("strategy 'redraw': unknown parameter 'shore'. Did you mean share?");
  }

  @Test
  void theModelOfTheGuideIsUsedByItsName() throws Exception {
    offer(CostModel.class, "package org.example.model;", "org.example.model.WithLaunches");

    CommandRun run =
        OfferedPlugIn.run(
            folder,
            "search",
            "--accelerator=flat-edge",
            "--workload=bert",
            "--model=with-launches",
            "--strategy=hill-climbing",
            "--evaluations=1000");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("model with-launches, space full, strategy hill-climbing, objective latency");
    Matcher ideal = Pattern.compile("([0-9.]+)× the ideal of").matcher(run.out());
    Matcher utilisation = Pattern.compile("utilisation +([0-9.]+)%").matcher(run.out());
    assertThat(ideal.find() && utilisation.find()).as(run.out()).isTrue();
    assertThat(parseDouble(utilisation.group(1)) / 100 * parseDouble(ideal.group(1)))
        .isCloseTo(1, within(0.01));
  }

  /** Compiles the listing of the guide that begins with this line, and offers its class. */
  private void offer(Class<?> kind, String firstLine, String name) throws Exception {
    compile(listing(Files.readString(GUIDE), firstLine), name.replaceFirst(".*\\.", ""));
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(kind.getName()), name);
  }

  private CommandRun search(String parameter) throws Exception {
    return OfferedPlugIn.run(
        folder,
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

  private void compile(String source, String name) throws Exception {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
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
