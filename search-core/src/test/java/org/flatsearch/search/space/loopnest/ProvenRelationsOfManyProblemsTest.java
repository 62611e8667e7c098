package org.flatsearch.search.space.loopnest;

import org.junit.jupiter.api.Tag;

/** The same for more problems. */
@Tag("thorough")
class ProvenRelationsOfManyProblemsTest extends ProvenRelationsTest {
  @Override
  long seed() {
    return 20_261_201;
  }

  @Override
  int problems() {
    return 16;
  }
}
