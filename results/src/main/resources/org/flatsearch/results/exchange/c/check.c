/* Naive attention, and how far O is from it. */

static double naive_exponential(double x) {
  double term = 1, sum = 1;
  for (int k = 1; term > sum * 1e-17; k++) {
    term *= -x / k;
    sum += term;
  }
  return 1 / sum;
}

static void naive_row(Index q, const double *query, const double *keys, const double *values,
                      double *weight, double *out) {
  double largest = -1e300, sum = 0;
  for (Index m = 0; m < KEYS; m++) {
    weight[m] = 0;
    for (Index e = 0; e < QUERY_DIM; e++) weight[m] += query[e] * keys[m * QUERY_DIM + e];
    if (IS_VISIBLE(q, m) && weight[m] > largest) largest = weight[m];
  }
  for (Index m = 0; m < KEYS; m++) {
    weight[m] = IS_VISIBLE(q, m) ? naive_exponential(weight[m] - largest) : 0;
    sum += weight[m];
  }
  for (Index f = 0; f < VALUE_DIM; f++) {
    out[f] = 0;
    for (Index m = 0; m < KEYS; m++) out[f] += weight[m] / sum * values[m * VALUE_DIM + f];
  }
}

static double absolute(double x) { return x < 0 ? -x : x; }

/* The largest error of O, relative to the largest output. */
static double error_of_output(void) {
  double *weight = allocate_words(KEYS), *out = allocate_words(VALUE_DIM);
  double error = 0, largest = 0;
  for (Index b = 0; b < BATCH; b++)
    for (Index h = 0; h < QUERY_HEADS; h++)
      for (Index q = 0; q < QUERY_LENGTH; q++) {
        const Index instance = b * KEY_VALUE_HEADS + h / GROUP;
        const Index query = instance * ROWS + ROW_OF(h % GROUP, q);
        naive_row(q, Q.dram + query * QUERY_DIM, K.dram + instance * KEYS * QUERY_DIM,
                  V.dram + instance * KEYS * VALUE_DIM, weight, out);
        for (Index f = 0; f < VALUE_DIM; f++) {
          const double difference = absolute(O.dram[query * VALUE_DIM + f] - out[f]);
          if (difference != difference) return difference;
          if (difference > error) error = difference;
          if (absolute(out[f]) > largest) largest = absolute(out[f]);
        }
      }
  free(weight);
  free(out);
  return error / largest;
}

/* Pseudo-random inputs between -scale and scale, the same in every run. */
static void fill(Tensor *t, double scale) {
  static unsigned state = 20230325;
  const Index words = INSTANCES * t->rows * t->columns;
  for (Index k = 0; k < words; k++) {
    state = state * 1664525u + 1013904223u;
    t->dram[k] = scale * ((state >> 8) / 8388608.0 - 1);
  }
}
