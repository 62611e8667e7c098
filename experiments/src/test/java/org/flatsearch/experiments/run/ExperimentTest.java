package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.Experiment.Existing;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTest {
  @TempDir static Path shared;
  @TempDir Path parent;

  private static SmallExperiment small;
  private static Path finished;
  private static Experiment.Summary summary;

  @BeforeAll
  static void runOnce() throws Exception {
    small = SmallExperiment.in(shared, 20);
    finished = shared.resolve("finished");
    summary = small.run(finished, Existing.REFUSE);
  }

  private RunFolder copyOfFinished() throws Exception {
    RunFolder folder = new RunFolder(parent.resolve("copy"));
    folder.create();
    for (Path file : List.of(folder.headerFile(), folder.runsFile())) {
      Files.copy(finished.resolve(file.getFileName()), file);
    }
    return folder;
  }

  @Test
  void writesALineARunInTheOrderOfTheDefinition() throws Exception {
    List<RunRecord> records = new ArrayList<>();
    new RunFolder(finished).read(records::add);

    assertThat(summary.executed()).isEqualTo(49);
    assertThat(summary.failed()).isZero();
    assertThat(records)
        .extracting(RunRecord::id)
        .containsExactlyElementsOf(small.runs().stream().map(PlannedRun::id).toList());
    assertThat(records.get(0).isFeasible()).isTrue();
    assertThat(records.get(0).evaluations()).isEqualTo(3000);
    assertThat(records.get(0).trace().improvements()).isNotEmpty();
    assertThat(records.get(0).values())
        .isEqualTo(
            List.of(
                records.get(0).best().orElseThrow().cost().latencySeconds(),
                records.get(0).best().orElseThrow().cost().energyJoules()));
    assertThat(records.get(48).trace().lowerBounds()).hasSize(20);
    assertThat(SmallExperiment.files(finished))
        .containsExactly(".lock", "experiment.json", "runs.jsonl");
  }

  @Test
  void endsALineWithItsTimesAndReadsItBack() throws Exception {
    for (String line : Files.readAllLines(finished.resolve("runs.jsonl"))) {
      String text = Checksum.remove(line).orElseThrow();
      RunRecord record = RunRecord.read(text, "line");

      assertThat(text).matches(".*,\"seconds\":[0-9.E-]+,\"cpuSeconds\":[0-9.E-]+}");
      assertThat(record.cpuSeconds()).isPositive();
      assertThat(record.toLine()).isEqualTo(text);
    }
  }

  @Test
  void keepsDefinitionAndMachineInTheHeader() {
    ExperimentHeader header = new RunFolder(finished).header();

    assertThat(header.definitionText()).isEqualTo(small.definition().text());
    assertThat(header.definitionHash()).isEqualTo(small.definition().hash());
    assertThat(header.runs()).isEqualTo(49);
    assertThat(header.workloads().keySet()).containsExactly("bert", "trxl");
    assertThat(header.sessions()).hasSize(1);
    assertThat(header.sessions().get(0).version()).isEqualTo(SmallExperiment.VERSION);
    assertThat(header.sessions().get(0).executor()).isEqualTo("2 threads of this process");
  }

  @Test
  void givesTheSameWithAnyNumberOfThreads() throws Exception {
    small
        .experiment(parent)
        .execute(new LocalRunExecutor(5), Existing.REFUSE, ExperimentListener.NONE);

    assertThat(SmallExperiment.lines(parent)).isEqualTo(SmallExperiment.lines(finished));
  }

  @Test
  void leavesWhatIsThereAloneUnlessToldOtherwise() throws Exception {
    assertThatThrownBy(() -> small.run(finished, Existing.REFUSE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--resume continues them, --restart discards them");
    FileTime longAgo = FileTime.fromMillis(0);
    Files.setLastModifiedTime(finished.resolve("runs.jsonl"), longAgo);
    assertThat(small.run(finished, Existing.RESUME).executed()).isZero();
    assertThat(Files.getLastModifiedTime(finished.resolve("runs.jsonl"))).isEqualTo(longAgo);
  }

  @Test
  void startsOverWhenToldTo() throws Exception {
    RunFolder folder = copyOfFinished();

    assertThat(small.run(folder.path(), Existing.DISCARD).executed()).isEqualTo(49);
    assertThat(folder.header().sessions()).hasSize(1);
  }

  @Test
  void resumesWithAnyLinesInAnyOrderAndAnythingTornBehindThem() throws Exception {
    long seed = 20_251_124;
    Random random = new Random(seed);
    List<String> lines = Files.readAllLines(finished.resolve("runs.jsonl"));
    RunFolder folder = copyOfFinished();
    for (int round = 0; round < 5; round++) {
      List<String> some = new ArrayList<>(lines);
      Collections.shuffle(some, random);
      some = some.subList(0, random.nextInt(lines.size()));
      String next = lines.get(lines.size() - 1);
      String torn = next.substring(0, round < 2 ? round : random.nextInt(next.length()));
      String whole = some.isEmpty() ? "" : String.join("\n", some) + "\n";
      Files.writeString(folder.runsFile(), whole + torn);

      Experiment.Summary resumed = small.run(folder.path(), Existing.RESUME);

      assertThat(resumed.executed()).isEqualTo(lines.size() - some.size());
      assertThat(resumed.tornLine()).isEqualTo(!torn.isEmpty());
      assertThat(SmallExperiment.lines(folder.path()))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(SmallExperiment.lines(finished));
    }
    assertThat(folder.header().sessions()).hasSizeGreaterThan(1);
  }

  @Test
  void redoesALastLineThatTheDiskDidNotKeep() throws Exception {
    RunFolder folder = copyOfFinished();
    Files.writeString(folder.runsFile(), "\0".repeat(300) + "\n", StandardOpenOption.APPEND);

    assertThat(small.run(folder.path(), Existing.RESUME).damaged()).containsExactly(50L);
    assertThat(SmallExperiment.lines(folder.path())).isEqualTo(SmallExperiment.lines(finished));
  }

  @Test
  void redoesADamagedLineInTheMiddle() throws Exception {
    RunFolder folder = copyOfFinished();
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.runsFile()));
    lines.set(2, lines.get(2).substring(0, 100));
    Files.write(folder.runsFile(), lines);

    Experiment.Summary resumed = small.run(folder.path(), Existing.RESUME);

    assertThat(resumed.damaged()).containsExactly(3L);
    assertThat(resumed.executed()).isOne();
    assertThat(SmallExperiment.lines(folder.path())).isEqualTo(SmallExperiment.lines(finished));
  }

  @Test
  void refusesALineThatIsThereTwice() throws Exception {
    RunFolder folder = copyOfFinished();
    String first = Files.readAllLines(folder.runsFile()).get(0);
    Files.writeString(folder.runsFile(), first + "\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> small.run(folder.path(), Existing.RESUME))
        .hasMessageContaining("runs.jsonl, line 50: run ")
        .hasMessageContaining("is there twice");
  }

  @Test
  void refusesARunOfAnotherDefinition() throws Exception {
    RunFolder folder = copyOfFinished();
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.runsFile()));
    String line = Checksum.remove(lines.get(4)).orElseThrow();
    lines.set(4, Checksum.add(line.replace(small.runs().get(4).id(), "of-another")));
    Files.write(folder.runsFile(), lines);

    assertThatThrownBy(() -> small.run(folder.path(), Existing.RESUME))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("runs.jsonl, line 5: run of-another is not one of this definition")
        .hasMessageContaining("start over with --restart");
    assertThat(Files.readAllLines(folder.runsFile())).as("left alone").isEqualTo(lines);
  }

  @Test
  void refusesToResumeAnotherDefinition() throws Exception {
    SmallExperiment other = SmallExperiment.in(parent, 21);

    assertThatThrownBy(() -> other.run(finished, Existing.RESUME))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("of the 49 finished runs of ", "1 are not in ");
  }

  @Test
  void refusesToMixVersions() {
    Experiment newer =
        new Experiment(
            small.definition(), small.runs(), new RunFolder(finished), "FlatSearch newer");

    assertThatThrownBy(() -> newer.requireUsable(Existing.RESUME))
        .hasMessageContaining("were begun by FlatSearch test, this is FlatSearch newer");
  }

  @Test
  void refusesToMixVersionsOfAModel() throws Exception {
    int version = CostModels.all().get("flat").version();
    RunFolder folder = copyOfFinished();
    ObjectNode header = folder.header().toJson();
    ((ObjectNode) header.get("models").get(0)).put("version", version + 1);
    Files.writeString(folder.headerFile(), Checksum.add(StrictJson.write(header)));

    assertThatThrownBy(() -> small.run(folder.path(), Existing.RESUME))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "were begun by version %s of model 'flat', this is version %s; --restart discards",
            version + 1, version);
  }

  @Test
  void removesWhatAProgramThatWasKilledLeftBehind() throws Exception {
    RunFolder folder = copyOfFinished();
    for (String left : List.of(".runs.jsonl.0123abcd", ".experiment.json.4567abcd")) {
      Files.writeString(folder.path().resolve(left), "half");
    }

    small.run(folder.path(), Existing.RESUME);

    assertThat(SmallExperiment.files(folder.path()))
        .containsExactly(".lock", "experiment.json", "runs.jsonl");
  }

  @Test
  void letsNobodyElseIntoItsFolder() throws Exception {
    Experiment experiment = small.experiment(parent);
    List<String> refusals = new ArrayList<>();
    ExperimentListener intruder =
        progress -> {
          if (refusals.isEmpty()) {
            assertThatThrownBy(() -> small.run(parent, Existing.RESUME))
                .isInstanceOf(InvalidInputException.class)
                .satisfies(e -> refusals.add(e.getMessage()));
          }
        };

    experiment.execute(new LocalRunExecutor(2), Existing.REFUSE, intruder);

    assertThat(refusals).first().asString().contains("another process is running this experiment");
    assertThat(SmallExperiment.lines(parent)).isEqualTo(SmallExperiment.lines(finished));
  }

  @Test
  void goesOnWhenRunsFailAndTriesThemAgainLater() throws Exception {
    Path file =
        SmallExperiment.write(
            parent.resolve("throwing.yaml"),
            small.definition().text().replace("models: [flat]", "models: [flat, throwing]"));
    SmallExperiment throwing = new SmallExperiment(file);

    Experiment.Summary first = throwing.run(parent.resolve("out"), Existing.REFUSE);
    List<ExperimentListener.Progress> heard = new ArrayList<>();
    Experiment.Summary second =
        throwing
            .experiment(parent.resolve("out"))
            .execute(new LocalRunExecutor(2), Existing.RESUME, heard::add);

    assertThat(first.executed()).isEqualTo(49);
    assertThat(first.failed()).isEqualTo(49);
    assertThat(first.failures().keySet())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each).contains("table of figures is missing"));
    assertThat(second.executed()).isZero();
    assertThat(second.failed()).isEqualTo(49);
    assertThat(heard.get(48).left().isAll()).isFalse();
    assertThat(heard.get(49).left()).isEqualTo(new ExperimentListener.Left(0, true));
  }

  @Test
  void tellsHowFarItIs() throws Exception {
    List<ExperimentListener.Progress> heard = new ArrayList<>();
    long begin = System.nanoTime();

    small.experiment(parent).execute(new LocalRunExecutor(2), Existing.REFUSE, heard::add);

    double seconds = (System.nanoTime() - begin) / 1e9;
    assertThat(heard).hasSize(50);
    // No open run is expected to take longer than all that went before.
    assertThat(heard)
        .extracting(progress -> progress.left().seconds())
        .allSatisfy(left -> assertThat(left).isBetween(0.0, 49 * seconds));
    assertThat(heard.get(0).finished()).isZero();
    assertThat(heard.get(49).finished()).isEqualTo(49);
    assertThat(heard.get(49).gap()).isPresent();
    assertThat(heard.get(49).left()).isEqualTo(new ExperimentListener.Left(0, true));
  }

  /**
   * Like an executor of another process, this one passes on only the JSON of a run, and gets back
   * only a line.
   */
  @Test
  void canBeExecutedElsewhere() throws Exception {
    RunExecutor elsewhere =
        new RunExecutor() {
          @Override
          public String description() {
            return "elsewhere";
          }

          @Override
          public void execute(List<Run> runs, Consumer<RunOutcome> outcomes) {
            RunExecution execution = new RunExecution();
            List<String> sent = new ArrayList<>();
            runs.forEach(run -> sent.add(run.toJson().toString()));
            Collections.reverse(sent);
            for (String json : sent) {
              var run = Run.read(StrictJson.readString(json, "sent"));
              String line = execution.execute(run).toLine();
              outcomes.accept(new RunOutcome.Finished(RunRecord.read(line, "received")));
            }
          }
        };

    small.experiment(parent).execute(elsewhere, Existing.REFUSE, ExperimentListener.NONE);

    assertThat(SmallExperiment.lines(parent)).isEqualTo(SmallExperiment.lines(finished));
  }
}
