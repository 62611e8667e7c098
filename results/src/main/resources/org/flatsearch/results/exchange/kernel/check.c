/* Naive attention of one row; adds the keys it sees and returns the largest error. */
static double check_row(const Attention *l, Index instance, Index row, double *p, double *largest) {
  const AttentionWord *q = l->q + offset_of_row(l, l->q_strides, instance, row);
  const AttentionWord *k = keys_of(l, instance, l->k, l->k_strides);
  const AttentionWord *v = keys_of(l, instance, l->v, l->v_strides);
  const AttentionWord *o = l->o + offset_of_row(l, l->o_strides, instance, row);
  const Index last = row / ATTENTION_GROUP + l->keys - l->queries;
  double most_of_row = -1e300, sum = 0, error = 0;
  for (Index m = 0; m < l->keys; m++) {
    double x = 0;
    for (Index e = 0; e < ATTENTION_QUERY_DIM; e++)
      x += (double)OF_WORD(q[e]) * (double)OF_WORD(k[m * l->k_strides.token + e]);
    p[m] = MASKED && (m > last || m <= last - WINDOW) ? -INFINITY : x * (double)l->scale;
    if (p[m] > most_of_row) most_of_row = p[m];
  }
  for (Index m = 0; m < l->keys; m++) sum += p[m] = exp(p[m] - most_of_row);
  for (Index f = 0; f < ATTENTION_VALUE_DIM; f++) {
    double out = 0;
    for (Index m = 0; m < l->keys; m++)
      if (p[m] > 0) out += p[m] * (double)OF_WORD(v[m * l->v_strides.token + f]);
    const double off = fabs((double)OF_WORD(o[f]) - out / sum);
    if (!(off <= error)) error = off;
    if (fabs(out / sum) > *largest) *largest = fabs(out / sum);
  }
  return error;
}

/* The largest error of all rows, or of some 300 of them if there are many, over the largest output. */
static double error_of(const Attention *l) {
  const Index rows = l->queries * ATTENTION_GROUP;
  const Index all = l->batch * l->key_value_heads * rows;
  const double work = (double)all * (double)l->keys * (ATTENTION_QUERY_DIM + ATTENTION_VALUE_DIM);
  const Index step = work < 1e8 ? 1 : most(1, all / 301);
  double *p = malloc((size_t)l->keys * sizeof *p), largest = 0, error = 0;
  if (!p) exit(3);
  for (Index n = all - 1; n >= 0; n -= step) {
    const double off = check_row(l, n / rows, n % rows, p, &largest);
    if (!(off <= error)) error = off;
  }
  free(p);
  return error / largest;
}

/* How far attention() may be off. */
static const double tolerance = ATTENTION_BF16 ? 1e-2 : 1e-5;

static double seconds_of(const Attention *layer, void *workspace) {
  const double begin = seconds();
  require(attention(layer, workspace));
  return seconds() - begin;
}
