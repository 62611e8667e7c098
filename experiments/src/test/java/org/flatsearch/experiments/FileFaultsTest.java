package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.flatsearch.json.FileChanges;
import org.flatsearch.json.FileChanges.Change;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.catalogue.CatalogueDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each change of a file fails once, or is the one before which the program is killed. */
class FileFaultsTest {
  private static final String DEFINITION =
      Experiments.SMALL.replace("budgets: [50]", "budgets: [50]\nseeds: [1..5]");

  private static final String TABLE =
      "chip,kernel,dtype,batch,queries,keys,query_heads,kv_heads,query_dim,value_dim,mask,block_q,"
          + "block_kv,block_kv_compute,num_stages,milliseconds\n"
          + "tpu-v6e,mosaic-tpu,bf16,1,512,512,4,2,128,128,none,256,512,256,,0.01\n"
          + "tpu-v6e,mosaic-tpu,bf16,1,512,512,4,2,128,128,causal,256,512,256,,0.01\n";

  @TempDir Path scratch;
  private int folders;

  @AfterEach
  void listenNoMore() {
    FileChanges.listen((change, file) -> {});
  }

  /** {@code IN} stands for the folder; what is there before is of another run of the command. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "search -a flat-edge -w bert --evaluations=3000 --refine=0 -o IN/out.json",
        "calibrate ../table.csv --chip tpu-v6e --fit stepCycles=0..5000 --all-shapes --tuned=0"
            + " -o IN/out.json",
        "catalogue build -a nvdla -w bert --evaluations=100 --refine=0 --threads=1 --out=IN",
        "export -s ../s.json -t timeloop -o IN/out",
        "run ../small.yaml --threads=1 --quiet --out=IN/out",
        "run ../small.yaml --threads=1 --quiet --out=IN/out --restart",
        "run ../small.yaml --threads=1 --quiet --out=IN/out --resume"
      })
  void leaveTheOldContentOrTheNew(String command) throws Exception {
    Files.writeString(scratch.resolve("table.csv"), TABLE);
    Files.writeString(scratch.resolve("s.json"), ScheduleFiles.ROWS);
    Experiments.define(scratch, DEFINITION);
    Path folder = prepared(command);
    Map<String, String> old = contents(folder);
    List<Map<String, String>> snapshots = new ArrayList<>();
    listen(folder, change -> snapshots.add(contents(folder)));
    assertThat(run(command, folder).exitCode()).isZero();
    listenNoMore();
    Map<String, String> now = contents(folder);
    assertThat(snapshots).hasSizeGreaterThan(3);

    for (Map<String, String> snapshot : snapshots) {
      if (command.startsWith("run")) {
        assertResumes(copy(snapshot), now);
      } else if (command.startsWith("export")) {
        // Between the two renames of a folder, both are there under names of their own.
        assertThat(folders(snapshot)).containsAnyElementsOf(List.of(out(old), out(now)));
      } else if (command.startsWith("catalogue")) {
        assertIsWhole(visible(snapshot)); // It is written after each workload.
      } else {
        assertThat(visible(snapshot)).as(command).isIn(visible(old), visible(now));
      }
    }
    for (int fault = 1; fault <= snapshots.size(); fault++) {
      assertFails(command, fault, now);
    }
  }

  private void assertFails(String command, int fault, Map<String, String> now) throws Exception {
    Path folder = prepared(command);
    Map<String, String> old = contents(folder);
    AtomicInteger number = new AtomicInteger();
    listen(
        folder,
        change -> {
          if (number.incrementAndGet() == fault) {
            throw new IOException("injected");
          }
        });
    CommandRun run = run(command, folder);
    listenNoMore();
    String name = "%s, fault %d: %s".formatted(command, fault, run.err());
    if (run.exitCode() == 0) {
      assertThat(visible(contents(folder)).keySet()).as(name).isEqualTo(visible(now).keySet());
      assertThat(visible(contents(folder))).as(name).isNotEqualTo(visible(old));
      return;
    }
    assertThat(run.exitCode()).as(name).isOne();
    assertThat(run.err().lines().filter(line -> line.contains("injected"))).as(name).hasSize(1);
    assertThat(run.err()).as(name).doesNotContain("Unexpected", "\tat ");
    if (command.startsWith("run")) {
      assertThat(run.err()).contains("What is finished is safe");
      assertResumes(folder, now);
    } else {
      if (command.startsWith("catalogue")) {
        assertIsWhole(visible(contents(folder)));
      } else {
        assertThat(visible(contents(folder))).as(name).isEqualTo(visible(old));
      }
      if (run.err().contains("what was to be there is ")) {
        String kept = run.err().replaceFirst("(?s).*what was to be there is (.*), which.*", "$1");
        assertThat(Path.of(kept)).exists();
      } else {
        assertThat(contents(folder).keySet()).as(name).isEqualTo(old.keySet());
      }
    }
  }

  private static void assertIsWhole(Map<String, String> catalogue) {
    CatalogueDocument.read(StrictJson.readString(catalogue.get("nvdla.json"), "nvdla.json"));
  }

  /** The folder before the command. */
  private Path prepared(String command) throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("f" + folders++));
    Path out = folder.resolve("out");
    switch (command.substring(0, 6).strip()) {
      case "search", "calibr" -> Files.writeString(folder.resolve("out.json"), "old");
      case "catalo" -> assertThat(run(command.replace("=100", "=50"), folder).exitCode()).isZero();
      case "export" -> {
        assertThat(run(command, folder).exitCode()).isZero();
        for (String name : contents(out).keySet()) {
          Files.writeString(out.resolve(name), "old");
        }
      }
      default -> {
        if (command.contains("--re")) {
          assertThat(run(command.replaceFirst("--re.*", ""), folder).exitCode()).isZero();
        }
        if (command.contains("--resume")) {
          Path runs = out.resolve("runs.jsonl");
          List<String> lines = Files.readAllLines(runs);
          Files.writeString(runs, lines.get(3) + "\n" + lines.get(1) + "\n");
        }
      }
    }
    return folder;
  }

  private static CommandRun run(String command, Path folder) {
    return CommandRun.of(
        Stream.of(command.replace("../", folder.getParent() + "/").split(" "))
            .map(word -> word.replace("IN", folder.toString()))
            .toArray(String[]::new));
  }

  private interface Listener {
    void hear(FileChanges.Change change) throws IOException;
  }

  private static void listen(Path folder, Listener listener) {
    FileChanges.listen(
        (change, file) -> {
          if (file.toAbsolutePath().startsWith(folder)) {
            listener.hear(change);
          }
        });
  }

  /** What the run of a killed or failed one finishes is what would have been there. */
  private void assertResumes(Path folder, Map<String, String> expected) throws IOException {
    CommandRun run = run("run ../small.yaml --quiet --out=IN/out --resume", folder);
    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<String, String> now = contents(folder);
    assertThat(now.keySet()).isEqualTo(expected.keySet());
    assertThat(withoutTimes(now)).isEqualTo(withoutTimes(expected));
  }

  private static String withoutTimes(Map<String, String> files) {
    return files.get("out/runs.jsonl").replaceAll(",\"seconds\":.*", "");
  }

  private Path copy(Map<String, String> files) throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("f" + folders++));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return folder;
  }

  /** The files in a folder, by their paths. */
  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        if (!file.endsWith(".lock")) {
          contents.put(folder.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return contents;
  }

  private static Map<String, String> visible(Map<String, String> files) {
    Map<String, String> visible = new TreeMap<>(files);
    visible.keySet().removeIf(name -> name.startsWith("."));
    return visible;
  }

  /** The files of each folder, by their names. */
  private static List<Map<String, String>> folders(Map<String, String> files) {
    Map<String, Map<String, String>> folders = new TreeMap<>();
    files.forEach(
        (path, text) -> {
          String[] names = path.split("/");
          folders.computeIfAbsent(names[0], name -> new TreeMap<>()).put(names[1], text);
        });
    return List.copyOf(folders.values());
  }

  private static Map<String, String> out(Map<String, String> files) {
    return folders(files).get(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void resultsRemovedDuringARunAreMissed(boolean replaced) throws Exception {
    Experiments.define(scratch, DEFINITION);
    Path folder = Files.createDirectory(scratch.resolve("removed"));
    Path runs = folder.resolve("out/runs.jsonl");
    AtomicInteger writes = new AtomicInteger();
    FileChanges.listen(
        (change, file) -> {
          if (file.equals(runs) && change == Change.WRITE && writes.incrementAndGet() == 3) {
            Files.delete(runs);
            if (replaced) {
              Files.writeString(runs, "");
            }
          }
        });
    CommandRun run = run("run ../small.yaml --threads=1 --quiet --out=IN/out", folder);
    assertThat(run.exitCode()).isOne();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(runs + ": the file was removed", "all 5 that were finished");
  }

  @Test
  void aHeaderRemovedDuringARunIsWrittenAgain() throws Exception {
    Experiments.define(scratch, DEFINITION);
    Path folder = Files.createDirectory(scratch.resolve("removed"));
    Path runs = folder.resolve("out/runs.jsonl");
    FileChanges.listen(
        (change, file) -> {
          if (file.equals(runs) && change == Change.WRITE) {
            Files.deleteIfExists(folder.resolve("out/experiment.json"));
          }
        });
    CommandRun run = run("run ../small.yaml --threads=1 --quiet --out=IN/out", folder);
    assertThat(run.exitCode()).isZero();
    assertThat(CommandRun.of("report", folder + "/out", "-f", "csv").exitCode()).isZero();
  }

  @Test
  void whatCannotBeReplacedIsKept() throws Exception {
    Path folder = prepared("search");
    String command = "search -a flat-edge -w bert --evaluations=3000 --refine=0 -o IN/out.json";
    listen(
        folder,
        change -> {
          if (change == Change.RENAME) {
            throw new IOException("injected");
          }
        });
    assertThat(run(command, folder).err()).contains("What is there is unchanged");
    assertThat(contents(folder)).hasSize(2).containsEntry("out.json", "old");
    listenNoMore();
    assertThat(run(command, folder).exitCode()).isZero();
    assertThat(contents(folder).keySet()).containsExactly("out.json");
  }
}
