package org.flatsearch.cost.loopnest;

import org.junit.jupiter.api.Tag;

/** The same for more nests, among them two whose tiles once made a bound longer than the nest. */
@Tag("thorough")
class BoundsOfManyNestsTest extends BoundsOfSearchTest {
  @Override
  long seed() {
    return 77_112;
  }

  @Override
  int count() {
    return 53_000;
  }
}
