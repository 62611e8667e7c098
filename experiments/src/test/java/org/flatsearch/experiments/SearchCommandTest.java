package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flatsearch.cost.Cost;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchCommandTest {
  @TempDir Path folder;

  /** A search of FLAT's published space, which takes a moment; further options win. */
  private static CommandRun search(String... further) {
    List<String> arguments =
        new ArrayList<>(
            List.of("-a=flat-edge", "-w=bert", "--sequence=1024", "-m=flat", "--space=published"));
    for (String option : further) {
      String name = option.replaceFirst("=.*", "=");
      arguments.removeIf(argument -> argument.startsWith(name));
    }
    arguments.addAll(List.of(further));
    arguments.add(0, "search");
    return CommandRun.of(arguments);
  }

  private static ResultDocument result(CommandRun run) {
    assertThat(run.err()).isEmpty();
    return ResultDocument.read(StrictJson.readString(run.out(), "stdout"));
  }

  private static String withoutSeconds(String json) {
    return json.replaceFirst("\"seconds\": [^,]*,", "");
  }

  @Test
  void answersTheFirstCommandOfANewcomer() {
    CommandRun run =
        CommandRun.of(
            "search", "--accelerator", "flat-edge", "--workload", "bert", "--sequence", "4096");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("flat-edge: 32×32 PEs at 940 MHz, buffer 512 KiB")
        .contains("bert-4096: batch 64, 12 heads of 64, 4,096 queries × 4,096 keys")
        .containsPattern("for instance in \\d+ tiles? of \\d+\n")
        .contains("Logit: ", "softmax", "Attend: ", "array: ")
        .containsPattern("latency +[0-9.]+ m?s +[0-9.]+× the ideal of")
        .containsPattern("energy +[0-9.]+ m?J")
        .containsPattern("footprint +[0-9.]+ KiB +[0-9.]+% of the buffer of 512 KiB")
        .containsPattern("utilisation +[0-9.]+%")
        .containsPattern("\n  Q +[0-9.]+ MiB|\n  Q +[0-9.]+ GiB")
        .contains("\nBound by ")
        .contains("to the ideal", "to the optimum")
        .containsPattern("[0-9,]+ evaluations and [0-9,]+ replays in [0-9.]+ m?s")
        .contains("\nNext\n");
  }

  @Test
  void findsAndProvesTheOptimumOfThePublishedSpace() {
    ResultDocument result =
        result(search("--strategy=exhaustive", "--objective=latency", "--format=json"));

    assertThat(result.setting().space()).isEqualTo("published");
    assertThat(result.setting().objective().metrics()).containsExactly("latency");
    assertThat(result.evaluations()).isEqualTo(256);
    assertThat(result.stop()).isEqualTo(Stop.COMPLETE);
    assertThat(result.optimality().status()).isEqualTo(Status.PROVEN);
    assertThat(result.optimality().gap()).hasValue(0);
    assertThat(result.optimality().lowerBound())
        .containsExactly(result.best().orElseThrow().cost().latencySeconds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void printsTheSameBytesTheSecondTime(String format) {
    String[] command = {"--strategy=random", "--evaluations=500", "--seed=7", "-f=" + format};
    String seconds = "in [0-9.]+ .?s";

    assertThat(withoutSeconds(search(command).out()).replaceFirst(seconds, ""))
        .isEqualTo(withoutSeconds(search(command).out()).replaceFirst(seconds, ""));
  }

  @Test
  void findsAndProvesTheOptimumOfWhatIsRequired() {
    ResultDocument result =
        result(
            search(
                "--strategy=exhaustive",
                "--objective=latency",
                "--format=json",
                "--require=logits==dram",
                "--require=Q.inside!=array"));

    assertThat(result.evaluations()).isEqualTo(64);
    assertThat(result.optimality().status()).isEqualTo(Status.PROVEN);
    assertThat(result.setting().restrictions()).containsExactly("logits==dram", "Q.inside!=array");
    assertThat(result.best().orElseThrow().schedule().isFused()).isFalse();
    assertThat(result.best().orElseThrow().schedule().residency().get(Tensor.Q).isAtArray())
        .isFalse();
  }

  @Test
  void writesTheResultThatEvaluateReads() throws Exception {
    Path out = folder.resolve("result.json");

    CommandRun search = search("--strategy=exhaustive", "-f=json", "-o=" + out);
    CommandRun evaluate = CommandRun.of("evaluate", "-s", out.toString(), "-m=flat", "-f=json");

    assertThat(Files.readString(out)).isEqualTo(search.out());
    assertThat(EvaluationDocument.read(StrictJson.readString(evaluate.out(), "stdout")).rated())
        .isEqualTo(ResultDocument.read(out).best().orElseThrow());
  }

  @Test
  void beginsFromAScheduleThatAnotherSearchFound() {
    Path out = folder.resolve("result.json");
    search("--strategy=exhaustive", "-o=" + out);

    ResultDocument result =
        result(search("--strategy=hill-climbing", "--evaluations=1", "--start=" + out, "-f=json"));

    assertThat(result.best()).isEqualTo(ResultDocument.read(out).best());
    assertThat(result.setting().start())
        .contains(ResultDocument.read(out).best().orElseThrow().schedule());
  }

  private static ResultDocument searchDivisors(String tolerance) {
    return result(search("-m=loopnest", "--space=divisors", "--refine=0", tolerance, "-f=json"));
  }

  @Test
  void letsEnergyDecideWhereLatencyHardlyDiffers() {
    ResultDocument exact = searchDivisors("--tolerance=0%");
    ResultDocument within = searchDivisors("--tolerance=1%");

    assertThat(within.setting().objective().tolerance().relative()).isEqualTo(0.01);
    assertThat(within.optimality().status()).isEqualTo(Status.PROVEN);
    assertThat(within.optimality().gap().getAsDouble()).isBetween(0.0, 0.01);
    Cost fastest = exact.best().get().cost();
    Cost frugal = within.best().get().cost();
    assertThat(frugal.latencySeconds()).isLessThan(1.01 * fastest.latencySeconds());
    assertThat(frugal.energyJoules()).isLessThan(0.97 * fastest.energyJoules());
  }

  @Test
  void keepsToTheRestrictionsOfTheUser() {
    ResultDocument result =
        result(
            search(
                "--space=full",
                "--require=row.tile%48==0",
                "--require=logit.stationarity==output",
                "-f=json"));

    var schedule = result.best().orElseThrow().schedule();
    assertThat(schedule.tile(Stage.LOGIT, Dimension.ROW) % 48).isZero();
    assertThat(schedule.logit().stationarity()).isEqualTo(Stationarity.OUTPUT);
    assertThat(result.setting().restrictions())
        .containsExactly("row.tile%48==0", "logit.stationarity==output");
    assertThat(result.optimality().status()).isEqualTo(Status.PROVEN);
  }

  @Test
  void searchesOnAnAcceleratorWithOtherFigures() {
    ResultDocument result = result(search("--set=bufferBytes=200KiB", "-f=json"));

    assertThat(result.accelerator().bufferBytes()).isEqualTo(200 * 1024);
    assertThat(result.accelerator().name()).isEqualTo("flat-edge+bufferBytes-200KiB");
  }

  @Test
  void saysWhatMoreOfEachPartWouldBuy() {
    CommandRun run = search("--what-if", "--strategy=exhaustive");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("buffer of 512 KiB +half ")
        .containsPattern("buffer of 512 KiB +double ")
        .containsPattern("DRAM at 53.69 GB/s +double ")
        .containsPattern("array of 32×32 +half ")
        .doesNotContain("softmax lanes  half");
  }

  @Test
  void failsAndSaysWhatWouldDoWhenNothingFits() {
    CommandRun run = search("-m=small-buffer", "--set=bufferBytes=1KiB", "-f=json");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("No schedule fits: the closest exceeds the buffer by ")
        .containsPattern("bytes \\(largest tensor: \\w+\\); a buffer of [0-9,]+ bytes is enough")
        .hasLineCount(1);
    ResultDocument result = ResultDocument.read(StrictJson.readString(run.out(), "stdout"));
    assertThat(result.best().orElseThrow().cost().isFeasible()).isFalse();
    assertThat(result.optimality().gap()).isEmpty();
  }

  @Test
  void namesTheModelThatFails() {
    CommandRun run =
        CommandRun.of("search", "-a=flat-edge", "-w=bert", "-m=throwing", "--space=published");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().strip())
        .contains("ThrowingModel")
        .contains("table of figures is missing")
        .hasLineCount(1);
  }

  /** {@link InterruptedSearchTest} is about what it shows: at once it may have nothing yet. */
  @Test
  void isNoFailureWhenItIsInterrupted() {
    Thread.currentThread().interrupt();
    try {
      CommandRun run = search("--strategy=random", "--evaluations=2000000000");

      assertThat(run.exitCode()).isEqualTo(130);
      assertThat(run.err()).isIn("", "note: stopped before a schedule was found.\n");
    } finally {
      Thread.interrupted();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --evaluations=0          | --evaluations: must be
          --seconds=0              | --seconds: must be
          --strategy=exhaustive --evaluations=100 | the space has 256 points. Raise the budget
          --strategy=exhaustif     | Did you mean exhaustive?
          --space=publishd         | Did you mean published?
          -m=flt                   | Did you mean flat?
          --objective=edp,edp      | --objective: the metric edp is given twice
          --tolerance=5            | --tolerance: must be a percentage
          --param=x=1              | --param: strategy 'auto': unknown parameter 'x'
          --strategy=cma-es --param=sigma=x | --param: strategy 'cma-es': parameter 'sigma'
          --strategy=random --audit=5 | --audit: strategy 'random': unknown parameter
          --keys=5                 | --sequence
          --seconds=NaN            | --seconds: must be
          --batch=0                | --batch: must be
          --batch=2000000000       | at most 2147483647
          --set=energy.macJoules=-1 | --set energy.macJoules: must be
          --out=/no/such/folder/x  | /no/such/folder
          --require=row.tile       | "row.tile" is not a restriction
          --require=logits==dra    | Did you mean dram?
          --require=row.tile==7    | leaves no value of decision 'row.tile'
          --refine=5               | --refine: uses the figures of model 'loopnest'
          -w=bret                  | Did you mean bert
          """)
  void refusesWrongInput(String option, String message) {
    assertRefused(search(option.split(" ")), message);
  }

  @Test
  void refusesAStartOutsideTheSpace() {
    String start =
        ScheduleFiles.write(folder, ScheduleFiles.ROWS.replace("\"tile\": 32", "\"tile\": 33"));

    assertRefused(search("--start=" + start), "the start is not in space 'published'");
  }

  @Test
  void writesNothingWhenItRefuses() {
    Path out = folder.resolve("result.json");

    search("--strategy=exhaustive", "--evaluations=100", "--out=" + out);

    assertThat(out).doesNotExist();
    assertThat(folder).isEmptyDirectory();
  }
}
