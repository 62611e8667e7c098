/* Rescales and adds the sums of all parts of the keys that these rows see, and divides them. */
static void merge_rows(Index i, Index p, Index np, double *out) {
  for (Index pp = p; pp < p + np; pp++, out += VALUE_DIM) {
    const Index row = i * ROWS + pp;
    double largest = -1e300, sum = 0;
    memset(out, 0, VALUE_DIM * sizeof(double));
    for (int adds = 0; adds < 2; adds++)
      for (Index s = 0; s < PARTS; s++) {
        if (!is_live(p, np, s * KEY_PART, least(KEY_PART, KEYS - s * KEY_PART))) continue;
        const double *statistic = statistics_of_sums[s] + row * 2;
        if (!adds) {
          if (statistic[0] > largest) largest = statistic[0];
          continue;
        }
        const double factor = exponential(statistic[0] - largest);
        sum += factor * statistic[1];
        for (Index f = 0; f < VALUE_DIM; f++)
          out[f] += factor * sums[s][row * VALUE_DIM + f];
        statistics.moved += VALUE_DIM + 2;
      }
    for (Index f = 0; f < VALUE_DIM; f++) out[f] /= sum;
    O.moved += VALUE_DIM;
  }
}

static void merge(void) {
  double *out = allocate_words(INSTANCES * ROWS * VALUE_DIM);
  set_part(0, KEYS);
  for (Index i = 0; i < INSTANCES; i++)
    for (Index p = 0; p < ROWS; p += TILE_ROW)
      merge_rows(i, p, least(TILE_ROW, ROWS - p), out + (i * ROWS + p) * VALUE_DIM);
  O.dram = out;
}
