#ifndef ATTENTION_NO_MAIN
/* Checks attention() against naive attention in double, and measures it. */
#include <math.h>
#include <stdio.h>
#include <time.h>

/* Of one thread its own time, which other programs hardly disturb; else that of a clock. */
static double seconds(void) {
  struct timespec now;
  clock_gettime(threads() > 1 ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

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

/* Pseudo-random words between -1 and 1, the same in every run. */
static AttentionWord *random_words(Index words, unsigned state) {
  AttentionWord *x = malloc((size_t)words * sizeof *x);
  if (!x) exit(3);
  for (Index n = 0; n < words; n++) {
    state = state * 1664525u + 1013904223u;
    x[n] = TO_WORD((float)(state >> 8) / 8388608.0f - 1.0f);
  }
  return x;
}

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

static double operations(const Attention *l) {
  double logits = 0;
  for (Index row = 0; row < l->queries * ATTENTION_GROUP; row++)
    logits += (double)(end_of_keys(l, row) - first_key(l, row));
  return 2.0 * logits * (double)(l->batch * l->key_value_heads)
      * (ATTENTION_QUERY_DIM + ATTENTION_VALUE_DIM);
}

static AttentionStrides strides(int tokens_first, Index heads, Index tokens, Index dim) {
  const AttentionStrides by_token = {tokens * heads * dim, dim, heads * dim};
  const AttentionStrides by_head = {tokens * heads * dim, tokens * dim, dim};
  return tokens_first ? by_token : by_head;
}

/* Arguments: rounds of which the least time counts (default 10), tokens-first for that layout. */
int main(int count, char **arguments) {
  const int rounds = count > 1 ? atoi(arguments[1]) : 10;
  const int tokens_first = count > 2 && strcmp(arguments[2], "tokens-first") == 0;
  const Index heads = KEY_VALUE_HEADS * ATTENTION_GROUP;
  const Index queries = BATCH * heads * QUERIES, keys = BATCH * KEY_VALUE_HEADS * KEYS;
  AttentionWord *q = random_words(queries * ATTENTION_QUERY_DIM, 1);
  AttentionWord *k = random_words(keys * ATTENTION_QUERY_DIM, 2);
  AttentionWord *v = VALUES_IN_KEYS ? k : random_words(keys * ATTENTION_VALUE_DIM, 3);
  AttentionWord *o = random_words(queries * ATTENTION_VALUE_DIM, 4);
  Attention layer = {
      q, k, v, o,
      strides(tokens_first, heads, QUERIES, ATTENTION_QUERY_DIM),
      strides(tokens_first, KEY_VALUE_HEADS, KEYS, ATTENTION_QUERY_DIM),
      strides(tokens_first, KEY_VALUE_HEADS, KEYS, ATTENTION_VALUE_DIM),
      strides(tokens_first, heads, QUERIES, ATTENTION_VALUE_DIM),
      BATCH, KEY_VALUE_HEADS, QUERIES, KEYS, (float)(1 / sqrt(ATTENTION_QUERY_DIM))};
  if (VALUES_IN_KEYS) layer.v_strides = layer.k_strides;
  void *workspace = malloc(attention_workspace_bytes(&layer));
  int failed = workspace ? attention(&layer, workspace) : 1;
  if (failed) {
    fprintf(stderr, failed == 1 ? "out of memory\n" : "the system does not permit AMX\n");
    return 3;
  }
#ifdef ATTENTION_COUNT
  printf("words Q %lld\nwords K %lld\nwords V %lld\nwords O %lld\nwords statistics %lld\n", words_q,
         words_k, words_v, words_o, words_statistics);
#endif
  const double tolerance = ATTENTION_BF16 ? 1e-2 : 1e-5, error = error_of(&layer);
  printf("largest error %.2e of the largest output: %s\n", error,
         error <= tolerance ? "agrees" : "DIFFERS");
  failed = !(error <= tolerance);
  double best = 1e30;
  for (int round = 0; !failed && round < rounds; round++) {
    const double begin = seconds();
    failed = attention(&layer, workspace);
    const double took = seconds() - begin;
    if (took < best) best = took;
  }
  if (!failed && rounds > 0) {
    const double rate = operations(&layer) / best;
    const double peak = threads() * peak_operations_per_second();
    printf("time %.9f s, %.1f GFLOP/s, %.1f%% of the peak of %.1f on %d thread(s)\n", best,
           rate * 1e-9, 100 * rate / peak, peak * 1e-9, threads());
  }
  free(workspace);
  free(q), free(k), free(o);
  if (!VALUES_IN_KEYS) free(v);
  return failed;
}
#endif
