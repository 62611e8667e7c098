package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
      "  Refinement: [0-9,]+ changes replayed, [0-9,]+ other draws ruled out by the loopnest"
          + " bound\\.";

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
  void doesNotChangeWhatASearchPrints() {
    assertThat(CommandRun.of(SEARCH).out())
        .containsPattern(REFINED)
        .doesNotContainPattern(OTHER_DIGITS);
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
