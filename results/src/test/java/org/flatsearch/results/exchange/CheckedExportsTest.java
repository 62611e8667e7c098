package org.flatsearch.results.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModels;
import org.flatsearch.results.MadeFor;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ScheduleDocument;
import org.flatsearch.results.exchange.accelforge.AccelforgeRules;
import org.flatsearch.results.exchange.tileflow.TileflowRules;
import org.flatsearch.results.exchange.timeloop.TimeloopRules;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The 24 schedules of the page "Checked against the tools themselves", and 30 more: of all shipped
 * accelerators, of prime lengths, decoding, unfused, on up to 132 cores.
 */
class CheckedExportsTest {
  private static final Path CHECKED = Path.of("checked-exports");
  private static final Pattern WORKLOAD =
      Pattern.compile("(.+?)(?:-b([0-9]+))?(?:-([0-9]+))?(\\+mask-none)?");

  /** What TileFlow cannot express: the times the latency after a round trip, and why. */
  private static final Map<String, String> INEXACT =
      Map.of(
          "tileflow-edge.llama-3-8b-prefill.catalogue", "ragged tiles of keys",
          "tileflow-edge.vit-b-16.online-key-row", "a prime number of rows, without --pad",
          "tpu-v4i.bert-large-320.online-key-row", "streams",
          "tpu-v4i.bert-large-320.online-row-key", "streams",
          "tpu-v4i.bert-large-320.row", "streams",
          "tpu-v4i.llama-3-8b-prefill-256.row", "streams",
          "tpu-v4i.llama-3-8b-prefill.catalogue", "streams");

  /** What TileFlow would stop at, so that export refuses it. */
  private static final Set<String> STOPPED =
      Set.of(
          "h100.llama-3-8b-decode",
          "nvdla.llama-3-8b-decode-kv8",
          "simba.gpt-2-decode",
          "tileflow-edge.gpt-2-decode");

  /** What Timeloop holds of one stage alone, or in words of one size, leaves no room for both. */
  private static final Set<String> APART =
      Set.of("nvdla.llama-3-8b-decode-kv8", "tileflow-edge.xlm.none");

  @TempDir private Path folder;

  static List<String> names() throws IOException {
    return names("schedules");
  }

  static List<String> more() throws IOException {
    return names("more");
  }

  static List<String> all() throws IOException {
    return Stream.of(names(), more()).flatMap(List::stream).toList();
  }

  private static List<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(CHECKED.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString().replace(".json", ""))
          .sorted()
          .toList();
    }
  }

  @Test
  void areFiftyFour() throws IOException {
    assertThat(names()).hasSize(24);
    assertThat(more()).hasSize(30);
  }

  @ParameterizedTest
  @MethodSource("names")
  void exportsAreTheGoldenOnes(String name) throws IOException {
    Case checked = Case.of(name);
    StringBuilder text = new StringBuilder();
    for (String format : List.of("timeloop", "tileflow", "accelforge")) {
      checked
          .export(format)
          .files()
          .forEach(
              (file, content) -> text.append("==> %s/%s\n%s".formatted(format, file, content)));
    }
    Path golden = CHECKED.resolve("golden").resolve(name + ".txt");
    if (System.getenv("WRITE_GOLDEN_EXPORTS") != null) {
      Files.writeString(golden, text);
    }
    assertThat(text.toString())
        .as("set WRITE_GOLDEN_EXPORTS=1 to write %s anew", golden)
        .isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @MethodSource("all")
  void keepTheRulesOfTheTools(String name) throws IOException {
    Case checked = Case.of(name);
    for (Stage stage : Stage.values()) {
      TimeloopRules.check(checked.export("timeloop"), stage.jsonName(), name);
    }
    TileflowRules.check(checked.export("tileflow"), name);
    AccelforgeRules.check(checked.export("accelforge"), name);
    assertThat(checked.export("timeloop").obstacle()).isEmpty();
    assertThat(checked.export("tileflow").obstacle().isPresent())
        .as("TileFlow holds all keys of a decode: %s", name)
        .isEqualTo(STOPPED.contains(name));
  }

  @ParameterizedTest
  @MethodSource("all")
  void moveTheSameWordsInNearlyTheSameTimeAfterARoundTrip(String name) throws IOException {
    Case checked = Case.of(name);
    Cost before = checked.cost(checked.schedule);
    for (String format : List.of("timeloop", "tileflow")) {
      ExportedFiles exported = checked.export(format);
      exported.writeTo(folder);
      List<Path> files =
          exported.files().keySet().stream()
              .filter(file -> file.endsWith("map.yaml"))
              .map(folder::resolve)
              .toList();
      AttentionSchedule imported =
          ScheduleImporters.named(format)
              .read(files)
              .withSlots(checked.accelerator, checked.workload, name)
              .schedule();
      Cost after = checked.cost(imported);
      boolean exact =
          after.trafficBytesByTensor().equals(before.trafficBytesByTensor())
              && Math.abs(after.latencySeconds() / before.latencySeconds() - 1) < 0.05;

      assertThat(imported.isFused()).isEqualTo(checked.schedule.isFused());
      if (names().contains(name)) {
        assertThat(after.isFeasible()).isTrue();
        assertThat(exact)
            .as("%s by %s", name, format)
            .isEqualTo(format.equals("timeloop") || !INEXACT.containsKey(name));
      } else {
        assertThat(exact && after.isFeasible() || !exported.notes().isEmpty())
            .as("%s by %s is exact, or a note says what changes", name, format)
            .isTrue();
        assertThat(exact || format.equals("tileflow") || APART.contains(name))
            .as("%s by %s", name, format)
            .isTrue();
      }
    }
  }

  private record Case(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    static Case of(String name) throws IOException {
      ScheduleDocument document =
          ScheduleDocument.read(
              CHECKED
                  .resolve(names().contains(name) ? "schedules" : "more")
                  .resolve(name + ".json"));
      MadeFor madeFor = document.madeFor().orElseThrow();
      Matcher matcher = WORKLOAD.matcher(madeFor.workload());
      assertThat(matcher.matches()).as(madeFor.workload()).isTrue();
      AttentionWorkload workload = SpecCatalogue.workload(matcher.group(1));
      if (matcher.group(4) != null) {
        workload = workload.withMask(Mask.NONE);
      }
      if (matcher.group(2) != null) {
        workload = workload.with("batch", matcher.group(2));
      }
      if (matcher.group(3) != null) {
        workload = workload.withSequence(Integer.parseInt(matcher.group(3)));
      }
      return new Case(
          document.schedule(),
          SpecCatalogue.accelerator(madeFor.accelerator()),
          workload.named(madeFor.workload()));
    }

    ExportedFiles export(String format) {
      return ScheduleExporters.named(format).export(schedule, accelerator, workload);
    }

    Cost cost(AttentionSchedule of) {
      return RatedSchedule.of(of, CostModels.named("loopnest"), accelerator, workload).cost();
    }
  }
}
