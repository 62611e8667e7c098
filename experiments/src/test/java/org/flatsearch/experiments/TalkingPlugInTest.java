package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.results.ResultDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plug-in that prints, in a process of its own. */
class TalkingPlugInTest {
  private static final String WORDS = "binding a pair";

  @TempDir private Path folder;

  /** Model {@code flat}, with output that its author left in from debugging. */
  public static final class TalkingModel extends ModelForTests {
    public TalkingModel() {
      super(
          "talking",
          (accelerator, workload) -> {
            System.out.println(WORDS);
            return new FlatModel().bind(accelerator, workload);
          });
    }
  }

  @Test
  void leavesStandardOutputToTheDocument() throws Exception {
    Path out = folder.resolve("out.json");
    Path err = folder.resolve("err.txt");
    String classPath =
        OfferedPlugIn.in(folder, CostModel.class, TalkingModel.class)
            + File.pathSeparator
            + System.getProperty("java.class.path");
    Process search =
        CommandRun.process(
                List.of("-cp", classPath),
                "search",
                "-a=flat-edge",
                "-w=bert",
                "-m=talking",
                "--strategy=random",
                "--evaluations=10",
                "--format=json")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();

    assertThat(search.waitFor()).isZero();
    assertThat(ResultDocument.read(out).setting().model()).isEqualTo("talking");
    assertThat(Files.readString(err)).contains(WORDS);
  }
}
