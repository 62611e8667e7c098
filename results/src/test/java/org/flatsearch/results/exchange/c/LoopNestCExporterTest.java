package org.flatsearch.results.exchange.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.flatsearch.cost.Cost;
import org.flatsearch.results.exchange.BertBase;
import org.flatsearch.results.exchange.CCompiler;
import org.flatsearch.results.exchange.CountedWords;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.RandomCase;
import org.flatsearch.results.exchange.ScheduleExporters;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class LoopNestCExporterTest {
  /** Fewer make the thorough tests shorter. */
  private static final int PROGRAMS = Integer.getInteger("flatsearch.programs", 300);

  private static final Pattern FOOTPRINT = Pattern.compile("footprint (\\d+) of");

  @TempDir private Path folder;
  private CCompiler compiler;

  @BeforeEach
  void findCompiler() {
    compiler = new CCompiler(folder);
  }

  @Test
  void computesAttentionAndMovesTheWordsOfTheModel() throws IOException {
    for (long seed = 1; seed <= 14; seed++) {
      check(RandomCase.onOneCore(seed));
    }
    // Keys are around rows: these are one tile, statistics leave, keys are one tile.
    for (long seed : new long[] {37, 71, 68}) {
      check(RandomCase.onOneCore(seed));
    }
  }

  @Test
  void computesAttentionOnSeveralCores() throws IOException {
    // These include ragged tiles of instances, and tiles that divide the rows.
    for (long seed = 8; seed <= 13; seed++) {
      check(RandomCase.onSeveralCores(seed));
    }
    check(RandomCase.onSeveralCores(57)); // with multicast to cores that share instances
  }

  @Test
  void computesMaskedAttentionWithWordsOfAllSizes() throws IOException {
    for (long seed = 1; seed <= 20; seed++) {
      check(RandomCase.of(seed).withFeatures(), "walk");
    }
    // Split keys: dealt with rows or without, tiles of O that several tiles of rows share.
    for (long seed : new long[] {2137, 2411, 2763, 3202}) {
      check(RandomCase.of(seed).withFeatures(), "walk");
    }
  }

  /** Address Sanitizer ends the program with another exit code if memory is lost. */
  @Test
  void losesNoMemory() throws IOException {
    for (long seed : new long[] {1, 2137, 2411, 2763, 3202}) {
      RandomCase drawn = RandomCase.of(seed).withFeatures();
      CCompiler.Run run = compiler.compileAndRun(source(drawn), "-fsanitize=address");
      assertThat(run.exitCode()).as("%s%n%s", drawn, run.output()).isZero();
    }
  }

  @Test
  @Tag("thorough")
  void computesMaskedAttentionForThreeHundredSchedules() throws IOException {
    for (long seed = 1001; seed < 1001 + PROGRAMS; seed++) {
      check(RandomCase.of(seed).withFeatures(), "walk");
    }
  }

  @Test
  @Tag("thorough")
  void computesAttentionForTwoHundredSchedules() throws IOException {
    for (RandomCase drawn : twoHundred()) {
      check(drawn);
    }
  }

  @Test
  @Tag("thorough")
  void computesAttentionForFiftySchedulesWithoutCounters() throws IOException {
    for (RandomCase drawn : twoHundred().stream().filter(each -> each.seed() % 4 == 0).toList()) {
      CCompiler.Run run = compiler.compileAndRun(source(drawn));
      assertThat(run.exitCode()).as("%s%n%s", drawn, run.output()).isZero();
    }
  }

  private static List<RandomCase> twoHundred() {
    return Stream.concat(
            LongStream.rangeClosed(1001, 1140).mapToObj(RandomCase::onOneCore),
            LongStream.rangeClosed(1001, 1060).mapToObj(RandomCase::onSeveralCores))
        .filter(drawn -> drawn.seed() % (300 / PROGRAMS) == 0)
        .toList();
  }

  @Test
  void movesOtherWordsWhenATileIsEditedInTheFile() throws IOException {
    RandomCase rowsOf8 = streamedKeys(8);
    RandomCase rowsOf3 = streamedKeys(3);
    String edited = source(rowsOf8).replace("#define TILE_ROW 8", "#define TILE_ROW 3");

    Map<Tensor, Long> before =
        CountedWords.printed(compiler.compileAndRun(source(rowsOf8), "-DCOUNT").output());
    CCompiler.Run after = compiler.compileAndRun(edited, "-DCOUNT");

    assertThat(after.exitCode()).as(after.output()).isZero();
    assertThat(before).isEqualTo(words(rowsOf8));
    assertThat(CountedWords.printed(after.output())).isEqualTo(words(rowsOf3)).isNotEqualTo(before);
  }

  /** Inputs must spread the logits: equal ones would hide this. */
  @Test
  void noticesASoftmaxThatGivesEveryKeyTheSameWeight() throws IOException {
    assertNotices("0 : exponential(x[m] - largest);", "0 : exponential(0);");
  }

  /** Zeroed memory would hide that an output's sums come from DRAM before they are there. */
  @Test
  void noticesAnOutputThatDoesNotBeginAtZero() throws IOException {
    assertNotices(
        "accumulate(&O, i, ni, p, np, 0, VALUE_DIM, 1);",
        "accumulate(&O, i, ni, p, np, 0, VALUE_DIM, 0);");
  }

  private void assertNotices(String right, String wrong) throws IOException {
    String source = source(streamedKeys(8));
    assertThat(source).contains(right);

    CCompiler.Run run = compiler.compileAndRun(source.replace(right, wrong));

    assertThat(run.output()).contains("DIFFERS");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  /** However small the weight of the last key is, and however many keys share the sum. */
  @ParameterizedTest
  @ValueSource(ints = {257, 4097, 131_073})
  void noticesThatOneKeyIsLeftOut(int keys) throws IOException {
    String source = source(oneQuery(keys));
    CCompiler.Run right = compiler.compileAndRun(source);
    assertThat(right.exitCode()).as(right.output()).isZero();
    for (String stage : List.of("LOGIT", "ATTEND")) {
      String loop = "m < KEYS; m += %s_TILE_KEY".formatted(stage);
      assertThat(source).contains(loop);

      CCompiler.Run wrong =
          compiler.compileAndRun(source.replace(loop, loop.replace("KEYS;", "KEYS - 1;")));

      assertThat(wrong.output()).contains("DIFFERS");
      assertThat(wrong.exitCode()).isEqualTo(1);
    }
  }

  /** Where ints have 16 bits, keys lead loops beyond them as 2^16 times as many do elsewhere. */
  @Test
  void countsElementsInMoreThanInts() throws IOException {
    String source = source(oneQuery(20_000, 16_384)).replaceAll("\\bint (?!main)", "short ");

    CCompiler.Run run = compiler.compileAndRun(source);

    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  /** Kernel engineers paste it into projects with such options. */
  @Test
  void compilesWithoutWarnings() throws IOException {
    // The last two split keys.
    for (long seed : new long[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 2137, 2763}) {
      RandomCase drawn = seed > 6 ? RandomCase.of(seed).withFeatures() : RandomCase.of(seed);
      CCompiler.Run run =
          compiler.compileAndRun(
              source(drawn), "-std=c99", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow");
      assertThat(run.exitCode()).as("%s%n%s", drawn, run.output()).isZero();
    }
  }

  /** A single row, and tiles of 64 keys, the last of which has one key. */
  private static RandomCase oneQuery(int keys) {
    return oneQuery(keys, 64);
  }

  private static RandomCase oneQuery(int keys, int keyTile) {
    TiledLoop tile = new TiledLoop(Dimension.KEY, keyTile);
    AttentionSchedule schedule =
        new AttentionSchedule(
            List.of(new TiledLoop(Dimension.INSTANCE, 1), new TiledLoop(Dimension.ROW, 1)),
            new StageLoops(
                List.of(tile, new TiledLoop(Dimension.QUERY_DIM, 64)), Stationarity.OUTPUT, false),
            new StageLoops(
                List.of(tile, new TiledLoop(Dimension.VALUE_DIM, 64)), Stationarity.OUTPUT, false),
            Map.of(
                Tensor.Q, Residency.inside(Dimension.ROW, 1),
                Tensor.K, Residency.inside(Dimension.KEY, 1),
                Tensor.V, Residency.inside(Dimension.KEY, 1),
                Tensor.O, Residency.inside(Dimension.ROW, 1),
                Tensor.LOGITS, Residency.inside(Dimension.ROW, 1)));
    return new RandomCase(
        0,
        SpecCatalogue.accelerator("flat-edge"),
        new AttentionWorkload("one-query", "", 1, 1, 1, 1, keys, 64, 64, 2),
        schedule);
  }

  /** Two query heads for each key/value head; K and V are loaded again for each tile of rows. */
  private static RandomCase streamedKeys(int rows) {
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    residency.put(Tensor.Q, Residency.inside(Dimension.ROW, 1));
    residency.put(Tensor.K, Residency.inside(Dimension.KEY, 2));
    residency.put(Tensor.V, Residency.inside(Dimension.KEY, 2));
    residency.put(Tensor.O, Residency.inside(Dimension.ROW, 1));
    residency.put(Tensor.LOGITS, Residency.inside(Dimension.ROW, 1));
    TiledLoop keys = new TiledLoop(Dimension.KEY, 4);
    AttentionSchedule schedule =
        new AttentionSchedule(
            List.of(new TiledLoop(Dimension.INSTANCE, 1), new TiledLoop(Dimension.ROW, rows)),
            new StageLoops(
                List.of(keys, new TiledLoop(Dimension.QUERY_DIM, 5)), Stationarity.OUTPUT, false),
            new StageLoops(
                List.of(keys, new TiledLoop(Dimension.VALUE_DIM, 6)), Stationarity.INPUT, false),
            residency);
    return new RandomCase(
        0,
        SpecCatalogue.accelerator("flat-edge"),
        new AttentionWorkload("grouped", "", 2, 4, 2, 10, 13, 5, 6, 2),
        schedule);
  }

  @Test
  void reservesABufferOfTheFootprintForEveryTensorAndLosesNothing() {
    RandomCase drawn = streamedKeys(8);
    ExportedFiles exported = export(drawn);

    assertThat(exported.notes()).isEmpty();
    assertThat(exported.files()).containsOnlyKeys("attention.c");
    assertThat(exported.files().get("attention.c"))
        .contains("#define Q_TILE_WORDS ((Index)TILE_INSTANCE * TILE_ROW * QUERY_DIM)")
        .contains("#define K_TILE_WORDS ((Index)TILE_INSTANCE * LOGIT_TILE_KEY * QUERY_DIM)")
        .contains("K.slots * K.tile_words");
  }

  @Test
  void saysWhichWordsItMovesFewerOfThanTheModelCounts() throws IOException {
    RandomCase rows = streamedKeys(8);
    AttentionSchedule schedule = rows.schedule();
    for (Tensor tensor : List.of(Tensor.Q, Tensor.K)) {
      schedule = BertBase.with(schedule, tensor, Residency.inside(Dimension.INSTANCE, 1));
    }
    // 12 tiles, 3 for each instance: four cores have whole instances, five cores split some.
    for (int cores : List.of(1, 4, 5)) {
      Accelerator accelerator = rows.accelerator().with("cores", String.valueOf(cores));
      RandomCase dealt = new RandomCase(0, accelerator, rows.workload(), schedule);
      ExportedFiles exported = export(dealt);

      List<String> expected =
          cores < 5
              ? List.of()
              : List.of(
                  "The tile of Q covers rows that are dealt to other cores: the program moves each"
                      + " core's own, the model counts all of them.");
      assertThat(exported.notes()).isEqualTo(expected);
      assertThat(exported.files().get("attention.c").contains(" * NOTE: The tile of Q"))
          .isEqualTo(cores == 5);
      Map<Tensor, Long> words = words(dealt);
      // Each query moves once, whichever core has its row: 2 batches, 4 heads, 10 queries, 5 dims.
      words.put(Tensor.Q, 2L * 4 * 10 * 5);
      assertThat(CountedWords.printed(compiler.compileAndRun(source(dealt), "-DCOUNT").output()))
          .isEqualTo(words);
    }
  }

  private void check(RandomCase drawn) throws IOException {
    check(drawn, "loopnest");
  }

  private void check(RandomCase drawn, String model) throws IOException {
    Cost cost = drawn.rated(model).cost();
    CCompiler.Run run = compiler.compileAndRun(source(drawn), "-DCOUNT");
    assertThat(run.exitCode()).as("%s%n%s", drawn, run.output()).isZero();
    assertThat(run.output()).as(drawn.toString()).contains("agrees");
    if (export(drawn).notes().isEmpty()) {
      assertThat(CountedWords.printed(run.output()))
          .as(drawn.toString())
          .isEqualTo(CountedWords.of(drawn, cost));
      assertThat(run.output()).contains("traffic %.1f bytes".formatted(cost.trafficBytes()));
    } else {
      assertThat(holdsDealtRowsOutside(drawn)).as(drawn.toString()).isTrue();
    }
    assertThat(footprintBytes(run)).as(drawn.toString()).isEqualTo((long) cost.footprintBytes());
  }

  /**
   * Whether several cores hold a tile that covers rows dealt to others: the models count the whole
   * tile for each of them, the program moves each core's own rows only.
   */
  private static boolean holdsDealtRowsOutside(RandomCase drawn) {
    return drawn.accelerator().cores() > 1
        && drawn.schedule().form().dealsRows()
        && drawn.schedule().residency().entrySet().stream()
            .anyMatch(
                entry ->
                    entry.getKey().isIndexedBy(Dimension.ROW)
                        && entry.getValue().inside() == Dimension.INSTANCE);
  }

  private static String source(RandomCase drawn) {
    return export(drawn).files().get(LoopNestCExporter.FILE);
  }

  private static ExportedFiles export(RandomCase drawn) {
    return ScheduleExporters.named("loopnest-c")
        .export(drawn.schedule(), drawn.accelerator(), drawn.workload());
  }

  /** The words of each tensor as the model counts them. */
  private static Map<Tensor, Long> words(RandomCase drawn) {
    return CountedWords.of(drawn, drawn.rated().cost());
  }

  private static long footprintBytes(CCompiler.Run run) {
    Matcher matcher = FOOTPRINT.matcher(run.output());
    assertThat(matcher.find()).as(run.output()).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
