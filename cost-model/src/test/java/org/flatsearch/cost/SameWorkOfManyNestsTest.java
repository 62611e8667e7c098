package org.flatsearch.cost;

import org.junit.jupiter.api.Tag;

/** The same for more nests. */
@Tag("thorough")
class SameWorkOfManyNestsTest extends SameWorkTest {
  @Override
  long seed() {
    return 20_261_201;
  }

  @Override
  int nests() {
    return 3_000;
  }
}
