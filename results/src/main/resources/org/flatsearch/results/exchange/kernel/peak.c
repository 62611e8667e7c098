/* Multiply-adds between registers alone: operations a second that the micro-kernel cannot exceed. */
static double peak_operations_per_second(void) {
  enum { STEPS = 200000, ROUNDS = 10 };
  static volatile float sink;
  static volatile int bits = 1;
  Floats sum[BLOCK][VECTORS];
  Words b[VECTORS];
  Word a;
  double best = 1e30;
  memset(sum, 0, sizeof sum);
  memset(b, 0, sizeof b);
  a = (Word)bits;
  for (int round = 0; round < ROUNDS; round++) {
    const double begin = seconds();
    for (int k = 0; k < STEPS; k++)
      UNROLL for (int j = 0; j < BLOCK; j++)
        UNROLL for (int v = 0; v < VECTORS; v++)
          sum[j][v] = multiply_add(a, b[v], sum[j][v]);
    const double took = seconds() - begin;
    if (took < best) best = took;
    for (int j = 0; j < BLOCK; j++)
      for (int v = 0; v < VECTORS; v++) sink = sum[j][v][0];
    (void)sink;
  }
  return 2.0 * PER_WORD * LANES * BLOCK * VECTORS * STEPS / best;
}
