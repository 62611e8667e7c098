package org.flatsearch.cost.product;

import java.util.stream.LongStream;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.spec.Accelerator;

/**
 * What a matrix product costs by model {@code flat}, whose authors give no formula for products
 * other than Logit and Attend. Their published results for the linear part of a block are the least
 * that any schedule needs, and so are these:
 *
 * <pre>
 * traffic = W·(n·r + c·r + n·c)              n rows, c columns, reduction r: each word moves once
 * cycles  = min( ⌈n/T⌉·⌈c/T⌉·r ,             outputs stay in the array, the reduction streams
 *                ⌈r/T⌉·⌈c/T⌉·n ,             weights stay, rows stream
 *                ⌈r/T⌉·⌈n/T⌉·c )             inputs stay, columns stream
 * latency = max( cycles/clock , traffic/bandwidth )
 * energy  = DRAM energy of a byte × traffic
 * </pre>
 *
 * T is the side of the array on which a dimension lies: the first one named on its rows, the second
 * on its columns. The buffer does not matter: weights that do not fit it would have to move again,
 * which {@code loopnest} counts and this does not.
 *
 * @param latencySeconds time
 * @param energyJoules energy of DRAM
 * @param trafficBytes bytes between DRAM and the buffer
 */
public record FlatProduct(double latencySeconds, double energyJoules, double trafficBytes) {
  /**
   * The costs of a product.
   *
   * @throws InvalidInputException if the accelerator has several cores
   */
  public static FlatProduct of(Accelerator accelerator, MatrixProduct product) {
    FlatModel.requireOneCore(accelerator);
    long rows = accelerator.rows();
    long columns = accelerator.columns();
    long cycles =
        LongStream.of(
                passes(product.rows(), rows)
                    * passes(product.columns(), columns)
                    * product.reduction(),
                passes(product.reduction(), rows)
                    * passes(product.columns(), columns)
                    * product.rows(),
                passes(product.reduction(), rows)
                    * passes(product.rows(), columns)
                    * product.columns())
            .min()
            .getAsLong();
    double traffic = (double) product.words() * product.wordBytes();
    return new FlatProduct(
        Math.max(cycles / accelerator.clockHz(), traffic / accelerator.dramBytesPerSecond()),
        traffic * accelerator.energy().dramReadJoulesPerByte(),
        traffic);
  }

  private static long passes(long extent, long side) {
    return (extent + side - 1) / side;
  }
}
