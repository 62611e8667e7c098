package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs that would replace what the same command reads. */
class InputFilesTest {
  private static final String RULE = ": this command reads the file";

  @TempDir Path folder;

  /** {@code IN} stands for the folder of the test. */
  @ParameterizedTest
  @CsvSource({
    "evaluate -s IN/s.json -o IN/s.json, s.json",
    "evaluate -s IN/s.json -a IN/a.json -o IN/a.json, a.json",
    "evaluate -s IN/s.json -o IN/link.json, link.json",
    "evaluate -s IN/s.json --trace IN/s.json, s.json",
    "evaluate -s IN/s.json -a IN/a.json --trace IN/a.json, a.json",
    "explain -s IN/s.json --trace IN/link.json, link.json",
    "diff IN/s.json IN/t.json -o IN/t.json, t.json",
    "search -a IN/a.json -w bert --evaluations 1 -o IN/a.json, a.json",
    "search -a IN/a.json -w bert --start IN/s.json -o IN/a.json, a.json",
    "export -s IN/s.json -a IN/arch.yaml -t accelforge -o IN, arch.yaml",
    "import --from tileflow IN/map.yaml -o IN/map.yaml, map.yaml"
  })
  void areRefused(String command, String replaced) throws Exception {
    write("s.json", ScheduleFiles.ROWS);
    write("t.json", ScheduleFiles.ROWS);
    String accelerator = SpecCatalogue.accelerator("flat-edge").toJson().toString();
    write("a.json", accelerator);
    Files.createSymbolicLink(folder.resolve("link.json"), folder.resolve("s.json"));
    CommandRun.of("export", "-s", in("s.json"), "-t", "tileflow", "-o", in("."));
    write("arch.yaml", accelerator);

    assertKept(command, replaced);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "report IN/small -f csv -o IN/small/runs.jsonl",
        "report IN/small -o IN/small/experiment.json",
        "report IN/small -f md -o IN/small/.lock",
        "compare IN/small -f json -o IN/small/runs.jsonl"
      })
  void areRefusedInTheFolderOfAnExperiment(String command) throws Exception {
    Experiments.run(folder, Experiments.SMALL);

    assertKept(command, command.substring(command.lastIndexOf("small/")));
  }

  @Test
  void areRefusedInACatalogue() throws Exception {
    Files.createDirectory(folder.resolve("c"));
    write("c/flat-edge.json", "{}");
    assertKept(
        "catalogue show -a flat-edge -w bert --catalogue IN/c -o IN/c/flat-edge.json",
        "c/flat-edge.json");
  }

  @Test
  void areRefusedWhereTheyWouldReplaceOneAnother() throws Exception {
    write("s.json", ScheduleFiles.ROWS);
    CommandRun run =
        CommandRun.of("evaluate", "-s", in("s.json"), "--trace", in("x"), "-o", in("./x"));
    assertRefused(run, "x: --out and --trace name the same file");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void whatIsNoPathIsRefused() {
    assertRefused(CommandRun.of("evaluate", "-s", "a\0b"), "is not a path: Nul character");
    assertRefused(CommandRun.of("search", "-a", "a\0b.json", "-w", "bert"), "is not a path");
  }

  /** Where the system's locale is C, Java can't open files with other letters. */
  @Test
  void lettersBeyondTheLocaleAreRefusedWithARemedy() throws Exception {
    for (String[] command :
        new String[][] {{"run", "é.yaml"}, {"evaluate", "-s", "é.json"}, {"search", "-a", "é"}}) {
      ProcessBuilder process = CommandRun.process(List.of(), command);
      process.environment().put("LC_ALL", "C");
      Process refused = process.directory(folder.toFile()).redirectErrorStream(true).start();
      String said = new String(refused.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(said.strip()).hasLineCount(1).doesNotContain("Exception", "defect");
      assertThat(refused.waitFor()).as(said).isEqualTo(2);
    }
  }

  @Test
  void areFineWhereASearchImprovesItsStart() throws Exception {
    write("s.json", ScheduleFiles.ROWS);
    String[] search = {
      "search",
      "-a=flat-edge",
      "-w=bert-1024",
      "--evaluations=10",
      "--refine=0",
      "--start",
      in("s.json"),
      "-o",
      in("s.json")
    };

    CommandRun run = CommandRun.of(search);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(folder.resolve("s.json")).content().contains("urn:flatsearch:schema:result");
  }

  private void assertKept(String command, String name) throws Exception {
    Path file = Path.of(folder + "/" + name);
    String before = Files.readString(file);

    List<String> words = List.of(command.split(" "));
    CommandRun run =
        CommandRun.of(words.stream().map(word -> word.replace("IN", folder.toString())).toList());

    assertRefused(run, file + RULE);
    assertThat(file).hasContent(before);
  }

  private String in(String name) {
    return folder.resolve(name).toString();
  }

  private void write(String name, String content) throws Exception {
    Files.writeString(folder.resolve(name), content);
  }
}
