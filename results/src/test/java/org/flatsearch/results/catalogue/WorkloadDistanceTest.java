package org.flatsearch.results.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.junit.jupiter.api.Test;

class WorkloadDistanceTest {
  private static final double TWICE = Math.log(2);

  private static double distanceOf(String figure, int value) {
    AttentionWorkload other = Entries.BERT.with(figure, Integer.toString(value));
    double distance = WorkloadDistance.between(Entries.BERT, other);
    assertThat(WorkloadDistance.between(other, Entries.BERT))
        .as("there and back")
        .isCloseTo(distance, within(1e-12));
    return distance;
  }

  @Test
  void isZeroToTheSameWorkloadUnderAnotherName() {
    assertThat(WorkloadDistance.between(Entries.BERT, Entries.BERT.named("other"))).isZero();
  }

  @Test
  void isAsLargeForTwiceAsForHalf() {
    assertThat(distanceOf("queryLength", 1024)).isCloseTo(TWICE, within(1e-12));
    assertThat(distanceOf("keyLength", 256)).isCloseTo(TWICE, within(1e-12));
    assertThat(distanceOf("queryDim", 128)).isCloseTo(TWICE, within(1e-12));
    assertThat(distanceOf("valueDim", 32)).isCloseTo(TWICE, within(1e-12));
    assertThat(distanceOf("wordBytes", 4)).isCloseTo(TWICE, within(1e-12));
  }

  @Test
  void seesMasksAndSizesOfWords() {
    AttentionWorkload bert = Entries.BERT;
    AttentionWorkload causal = bert.withMask(Mask.CAUSAL);
    double perKey = WorkloadDistance.between(bert, bert.with("bytes.K", "1"));

    assertThat(perKey).isCloseTo(TWICE, within(1e-12));
    assertThat(WorkloadDistance.between(bert, causal)).isPositive();
    assertThat(WorkloadDistance.between(causal, bert.withMask(Mask.window(64)))).isPositive();
    assertThat(WorkloadDistance.between(bert, bert.withValuesInKeys(true))).isPositive();
  }

  @Test
  void countsTheNumberOfInstancesATenth() {
    assertThat(distanceOf("batch", 128)).isCloseTo(TWICE / 10, within(1e-12));
  }
}
