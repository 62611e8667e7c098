package org.flatsearch.experiments.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.flatsearch.experiments.run.ExperimentListener.Left;
import org.flatsearch.experiments.run.ExperimentListener.Progress;
import org.junit.jupiter.api.Test;

class ExperimentTextTest {
  private static String lineOf(int runs, int failed, OptionalDouble gap, Left left) {
    return ExperimentText.progress("tiny", new Progress(runs, 2, failed, gap, left));
  }

  @Test
  void saysHowMuchTimeIsLeftAsFarAsThatIsKnown() {
    OptionalDouble none = OptionalDouble.empty();

    assertThat(lineOf(2000, 0, none, new Left(180, true)))
        .isEqualTo("tiny: 2 of 2,000 runs, nothing proven yet, 3 min left");
    assertThat(lineOf(3, 1, OptionalDouble.of(0.25), new Left(180, false)))
        .isEqualTo("tiny: 2 of 3 runs, best gap 25.0%, 1 failed, more than 3 min left");
    assertThat(lineOf(3, 0, none, new Left(0, false))).endsWith("time left unknown");
    assertThat(lineOf(2, 0, none, new Left(0, true))).endsWith("less than a second left");
  }
}
