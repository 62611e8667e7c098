package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Programs read the output too, so it is the same in every locale. */
@Isolated("changes the default locale")
class LocaleTest {
  private static final Pattern OTHER_DIGITS = Pattern.compile("[\\p{Nd}&&[^0-9]]|\\d[,٫]\\d\\d%");

  private static final String[] SEARCH = {
    "search", "-a=flat-edge", "-w=bert", "--sequence=64", "--evaluations=500", "--refine=3"
  };
  private static final String REFINED =
      "  Refinement: 3 changes replayed, [0-9,]+ other draws ruled out by the loopnest bound\\.";

  @TempDir Path folder;
  private final Locale before = Locale.getDefault();

  /** A locale with its own digits and decimal separator. */
  @BeforeEach
  void setLocale() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
  }

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(before);
  }

  @Test
  void doesNotChangeWhatCommandsOfTheCataloguePrint() {
    CommandRun build =
        CommandRun.of(
            "catalogue",
            "build",
            "-a=flat-cloud",
            "-w=gpt-3-6.7b-decode",
            "--evaluations=200",
            "--refine=1",
            "--out=" + folder);
    CommandRun check = CommandRun.of("catalogue", "check", "--catalogue=" + folder);

    assertThat(build.err())
        .startsWith(
            "Building 1 accelerator × 1 workload × 3 objectives, at most 10 s and 1 replay per"
                + " entry, ")
        .doesNotContainPattern(OTHER_DIGITS);
    assertThat(check.out())
        .contains("3 entries evaluated by loopnest, 3 of them by walk: no difference.")
        .containsPattern(
            "leaves out \\d+\\.\\d\\d% of walk's latency on average, \\d+\\.\\d\\d% at the 95th"
                + " percentile")
        .doesNotContainPattern(OTHER_DIGITS);
  }

  @Test
  void doesNotChangeWhatASearchPrints() {
    assertThat(CommandRun.of(SEARCH).out())
        .containsPattern(REFINED)
        .doesNotContainPattern(OTHER_DIGITS);
  }

  @Test
  void doesNotChangeWhereADocumentIsSaidToBeBroken() throws Exception {
    Path file = Files.writeString(folder.resolve("unfinished.json"), "{\n\"a\": [1,\n2");

    assertThat(CommandRun.of("evaluate", "--schedule=" + file).err())
        .endsWith("the text ends before the array that begins in line 2, column 6 is closed.\n");
  }

  @Test
  void doesNotChangeHowFarADocumentIsSaidToExceedALimit() throws Exception {
    Path file = Files.writeString(folder.resolve("chip.json"), "1".repeat(500));

    assertThat(CommandRun.of("search", "-a=" + file, "-w=bert").err())
        .endsWith("Number value length (500) exceeds the maximum allowed (400).\n");
  }

  /** In a process of its own, as Java asks for the line separator once. */
  @Test
  void endsTheLinesOfASearchInTheSameWayOnEverySystem() throws Exception {
    Process process =
        CommandRun.process(List.of("-Dline.separator=\r\n"), SEARCH)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(out).containsPattern(REFINED).doesNotContain("\r");
  }
}
