/*
 * Measures what the figures of an accelerator need, each as the least of several times. Arguments:
 * bytes of the first, the second and the last level of caches. Prints a name and a number a line.
 */
static float *memory;
static volatile float sink;

/* Bytes a second that all threads together read from a working set of this size each. */
static double bandwidth(size_t bytes) {
  const Index vectors = (Index)(bytes / sizeof(Floats)) / 8 * 8;
  const Index passes = most(1, (Index)(32u << 20) / (Index)bytes);
  double best = 1e30;
  for (int round = 0; round < 6; round++) {
    const double begin = seconds();
#ifdef _OPENMP
#pragma omp parallel for schedule(static, 1)
#endif
    for (int thread = 0; thread < threads(); thread++) {
      const Floats *from = (const Floats *)memory + thread * vectors;
      Floats sum[8];
      memset(sum, 0, sizeof sum);
      for (Index pass = 0; pass < passes; pass++) {
        for (Index n = 0; n < vectors; n += 8)
          UNROLL for (int k = 0; k < 8; k++) sum[k] += from[n + k];
        __asm__ volatile("" : : : "memory");
      }
      for (int k = 0; k < 8; k++) sink = sum[k][0];
    }
    const double took = seconds() - begin;
    if (took < best) best = took;
  }
  return (double)(threads() * passes * vectors) * sizeof(Floats) / best;
}

/*
 * Seconds of one product of a panel by `rows` of A: rows of Logit, side by side, or of Attend. A
 * begins at the front of `tiles` tiles of A, one after another.
 */
static double seconds_of_product(int attends, Index rows, Index steps, Index tiles) {
  enum { ROUNDS = 12 };
  const Word *a = (const Word *)memory;
  const Index passes = most(tiles, 4000000 / (rows * steps)) / tiles * tiles;
  static Words b[256 * VECTORS];
  static Floats c[256 * VECTORS], factor[VECTORS];
  double best = 1e30;
  for (int round = 0; round < ROUNDS; round++) {
    const double begin = seconds();
    for (Index pass = 0; pass < passes; pass++)
      product(VECTORS, rows, steps, a + pass % tiles * rows * steps, attends ? 1 : steps,
              attends ? rows : 1, b, c, attends ? factor : NULL);
    const double took = (seconds() - begin) / (double)passes;
    if (took < best) best = took;
  }
  sink = c[0][0];
  return best;
}

/* Seconds of the softmax of a tile of keys of a panel. */
static double seconds_of_softmax(Index keys) {
  enum { ROUNDS = 12, PASSES = 2000 };
  const Attention layer = {.scale = 0.1f};
  const Work work = {.layer = &layer};
  Floats largest[VECTORS], sum[VECTORS], factor[VECTORS];
  static Floats logits[257 * VECTORS];
  const Item item = {.work = &work, .rows = PANEL, .largest = largest, .sum = sum};
  double best = 1e30;
  for (int v = 0; v < VECTORS; v++) largest[v] = sum[v] = splat(1);
  for (int round = 0; round < ROUNDS; round++) {
    for (int n = 0; n < 257 * VECTORS; n++) logits[n] = splat(0.5f);
    const double begin = seconds();
    for (int pass = 0; pass < PASSES; pass++) soften(&item, 0, keys, logits, factor);
    const double took = (seconds() - begin) / PASSES;
    if (took < best) best = took;
  }
  sink = factor[0][0];
  return best;
}

/* Seconds to transpose Q of a tile of rows and to write its O. */
static double seconds_of_item(void) {
  Attention layer = make_layer(0);
  Work work = cut(&layer);
  double best = 1e30;
  work.threads = memory;
  const Item item = item_of(&work, 0, 0);
  for (int round = 0; round < 50; round++) {
    const double begin = seconds();
    transpose_q(&item);
    write_o(&item);
    const double took = seconds() - begin;
    if (took < best) best = took;
  }
  free_layer(&layer);
  return best;
}

int main(int count, char **arguments) {
  enum { FEW = 32, MANY = 128, ROWS = 48 };
  if (count < 4) return 2;
  const size_t first = (size_t)atoll(arguments[1]), second = (size_t)atoll(arguments[2]);
  const size_t last = (size_t)atoll(arguments[3]), most_bytes = last * 3;
  void *all = malloc(most_bytes * (size_t)threads() + 64);
  require(all ? 0 : 1);
  memory = (float *)(((uintptr_t)all + 63) / 64 * 64);
  memset(memory, 0, most_bytes * (size_t)threads());
  printf("lanes %d\nblock %d\nper-word %d\n", LANES, BLOCK, PER_WORD);
  printf("peak %.6e\n", peak_operations_per_second() / 2);
  printf("bandwidth-1 %.6e\n", bandwidth(first / 2));
  printf("bandwidth-2 %.6e\n", bandwidth(second / 2));
  printf("bandwidth-3 %.6e\n", bandwidth(most((Index)second * 2, (Index)(last / 4))));
  printf("bandwidth-dram %.6e\n", bandwidth(most_bytes));
  printf("logit-few %.6e\n", seconds_of_product(0, ROWS, FEW, 1));
  printf("logit-many %.6e\n", seconds_of_product(0, ROWS, MANY, 1));
  printf("attend-few %.6e\n", seconds_of_product(1, ROWS, FEW, 1));
  printf("attend-many %.6e\n", seconds_of_product(1, ROWS, MANY, 1));
  printf("logit-far %.6e\n",
         seconds_of_product(0, ROWS, MANY, (Index)(second * 3 / (4 * ROWS * MANY))));
  printf("softmax-few %.6e\n", seconds_of_softmax(FEW));
  printf("softmax-many %.6e\n", seconds_of_softmax(2 * MANY));
  printf("item %.6e\n", seconds_of_item());
  printf("item-rows %d\nrows %d\nfew %d\nmany %d\n", ROW_TILE, ROWS, FEW, MANY);
  free(all);
  return 0;
}
