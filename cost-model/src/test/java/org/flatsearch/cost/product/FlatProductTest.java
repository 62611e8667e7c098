package org.flatsearch.cost.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlatProductTest {
  /**
   * Four projections and two products of the feed-forward part, for 64 sequences of 1,024 tokens.
   */
  @ParameterizedTest
  @CsvSource({
    "768, 1826095104, 7.5296680851e-3",
    "1024, 2441084928, 13.386076596e-3",
    "512, 1214251008, 3.4858955785e-3",
    "2048, 4932501504, 53.544306e-3"
  })
  void costsOfLinearPartsAreThePublishedOnes(int width, double bytes, double seconds) {
    Accelerator cloud = SpecCatalogue.accelerator("flat-cloud");
    FlatProduct projection = FlatProduct.of(cloud, new MatrixProduct(65_536, width, width, 2));
    List<FlatProduct> feedForward =
        List.of(
            FlatProduct.of(cloud, new MatrixProduct(65_536, 4 * width, width, 2)),
            FlatProduct.of(cloud, new MatrixProduct(65_536, width, 4 * width, 2)));

    double traffic = 4 * projection.trafficBytes();
    double latency = 4 * projection.latencySeconds();
    for (FlatProduct product : feedForward) {
      traffic += product.trafficBytes();
      latency += product.latencySeconds();
    }

    assertThat(traffic).isEqualTo(bytes);
    assertThat(latency).isCloseTo(seconds, within(1e-8 * seconds));
    assertThat(projection.energyJoules())
        .isCloseTo(32e-12 * projection.trafficBytes(), within(1e-12));
  }

  @Test
  void anArrayPadsWhatItDoesNotStream() {
    Accelerator edge = SpecCatalogue.accelerator("flat-edge"); // 32 × 32
    MatrixProduct product = new MatrixProduct(1, 33, 64, 2);

    // Outputs stay: 1·2·64 cycles; weights: 2·2·1; inputs: 2·1·33.
    assertThat(
            FlatProduct.of(edge.with("dramReadBytesPerSecond", "1e30"), product).latencySeconds())
        .isCloseTo(4 / 940e6, within(1e-18));
  }

  @Test
  void refusesSeveralCores() {
    assertThatThrownBy(
            () -> FlatProduct.of(SpecCatalogue.accelerator("simba"), new MatrixProduct(1, 1, 1, 2)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cores");
  }
}
