package org.flatsearch.results.exchange.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.exchange.BertBase;
import org.flatsearch.results.exchange.CCompiler;
import org.flatsearch.results.exchange.CountedWords;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.RandomCase;
import org.flatsearch.results.exchange.ScheduleExporters;
import org.flatsearch.results.exchange.TextResource;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.WordBytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class KernelExporterTest {
  private static final List<String> SANITIZERS =
      List.of("-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all");
  private static final List<String> OPTIMISED = List.of("-O2", "-DATTENTION_COUNT");

  @TempDir private Path folder;

  @Test
  void computesAttentionAndMovesTheWordsOfTheModel() throws IOException {
    for (long seed = 1; seed <= 20; seed++) {
      checkNextBuild(seed);
    }
  }

  /** With those above, 300 cases. */
  @Test
  @Tag("thorough")
  void computesAttentionInEveryBuild() throws IOException {
    int cases = Integer.getInteger("flatsearch.kernels", 280);
    for (long seed = 1001; seed < 1001 + cases; seed++) {
      checkNextBuild(seed);
    }
  }

  /** Builds differ in compiler, instruction set and checks; each case takes the next of them. */
  private void checkNextBuild(long seed) throws IOException {
    List<String> options = new ArrayList<>(seed % 2 == 0 ? SANITIZERS : OPTIMISED);
    options.addAll(instructions(seed / 4 % 2 == 0));
    check(seed, seed / 2 % 2 == 0 && CCompiler.isThere("clang") ? "clang" : "gcc", options);
  }

  /** Tiles of AMX, emulated in C: index arithmetic is tested without the instructions. */
  @Test
  void computesAttentionByTilesOfAmx() throws IOException {
    Path emulation = folder.resolve("amx.h");
    Files.writeString(emulation, TextResource.read(KernelExporterTest.class, "amx.h"));
    List<String> options =
        List.of("-O1", "-march=cooperlake", "-DATTENTION_COUNT", "-include", emulation.toString());
    assumeRuns("avx512_bf16");
    int cases = 0;
    for (long seed = 2001; cases < 6; seed++) {
      if (KernelCase.of(seed).workload().bytes().q() == 2) {
        check(seed, "gcc", options);
        cases++;
      }
    }
  }

  private static void assumeRuns(String instructions) throws IOException {
    Path cpu = Path.of("/proc/cpuinfo");
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Files.exists(cpu) && Files.readString(cpu).contains(instructions),
        "this CPU has no " + instructions + ": the emulated tiles are not run");
  }

  private static List<String> instructions(boolean isNative) {
    boolean isX86 = System.getProperty("os.arch").equals("amd64");
    return isNative || !isX86 ? List.of("-march=native") : List.of("-march=native", "-mno-avx512f");
  }

  private void check(long seed, String name, List<String> options) throws IOException {
    RandomCase drawn = KernelCase.of(seed);
    CCompiler compiler = new CCompiler(folder, name);
    List<String> all = new ArrayList<>(options);
    all.add("-Wextra");
    CCompiler.Run compiled = compiler.compile(source(drawn), all);
    assertThat(compiled.exitCode()).as("%s%n%s%n%s", drawn, all, compiled.output()).isZero();
    CCompiler.Run run = seed % 3 == 0 ? compiler.run("1", "tokens-first") : compiler.run("1");
    assertThat(run.exitCode()).as("%s%n%s %s%n%s", drawn, name, all, run.output()).isZero();
    assertThat(run.output()).as(drawn.toString()).contains("agrees");
    if (options.contains("-DATTENTION_COUNT")) {
      Map<Tensor, Long> expected = CountedWords.of(drawn, drawn.rated("walk").cost());
      expected.keySet().removeIf(tensor -> tensor.ordinal() > Tensor.O.ordinal());
      Map<Tensor, Long> printed = CountedWords.printed(run.output());
      assertThat(printed).as("%s%n%s", drawn, run.output()).containsAllEntriesOf(expected);
    }
  }

  private String source(RandomCase drawn) throws IOException {
    ExportedFiles exported = export(drawn.schedule(), drawn);
    Files.writeString(
        folder.resolve(KernelSource.HEADER), exported.files().get(KernelSource.HEADER));
    return exported.files().get(KernelSource.FILE);
  }

  private static ExportedFiles export(AttentionSchedule schedule, RandomCase drawn) {
    return ScheduleExporters.named("kernel")
        .export(schedule, drawn.accelerator(), drawn.workload());
  }

  /** A user's program brings its own main. */
  @Test
  void isAnObjectFileWithoutMain() throws IOException {
    CCompiler compiler = new CCompiler(folder);
    CCompiler.Run run =
        compiler.compile(source(KernelCase.of(1)), List.of("-Wextra", "-DATTENTION_NO_MAIN", "-c"));
    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  @Test
  void saysWhichRuleAScheduleBreaks() {
    AttentionWorkload words = BertBase.workload().withBytes(new WordBytes(4, 4, 4, 4), 4);
    RandomCase bert = new RandomCase(0, BertBase.accelerator(), words, BertBase.rowsOf64());
    RandomCase mixed =
        new RandomCase(
            0,
            BertBase.accelerator(),
            BertBase.workload().withBytes(new WordBytes(4, 2, 2, 4), 4),
            BertBase.rowsOf64());

    assertRefused(mixed, mixed.schedule(), "bf16 of 2; those of workload");
    assertRefused(
        bert,
        BertBase.withLogitsThroughDram(bert.schedule(), Residency.inside(Dimension.ROW, 1)),
        "logits go through DRAM");
    assertRefused(
        bert, BertBase.sharedKeys(Dimension.KEY, Dimension.ROW, 128), "here they are around them");
    assertRefused(
        bert,
        BertBase.with(bert.schedule(), Tensor.Q, Residency.inside(Dimension.INSTANCE, 1)),
        "Q is held inside row; here it is held inside instance");
    assertRefused(
        bert, BertBase.with(bert.schedule(), Tensor.K, Residency.atArray()), "K passes through");
  }

  private static void assertRefused(RandomCase drawn, AttentionSchedule schedule, String rule) {
    assertThatThrownBy(() -> export(schedule, drawn))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the kernel cannot run this: ")
        .hasMessageContaining(rule);
  }
}
