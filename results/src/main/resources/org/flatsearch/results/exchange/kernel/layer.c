#include <math.h>
#include <stdio.h>
#include <time.h>

/* Of one thread its own time, which other programs hardly disturb; else that of a clock. */
static double seconds(void) {
  struct timespec now;
  clock_gettime(threads() > 1 ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Pseudo-random words between -1 and 1, the same in every run. */
static AttentionWord *random_words(Index words, unsigned state) {
  AttentionWord *x = malloc((size_t)words * sizeof *x);
  if (!x) exit(3);
  for (Index n = 0; n < words; n++) {
    state = state * 1664525u + 1013904223u;
    const float value = (float)(state >> 8) / 8388608.0f - 1.0f;
#if ATTENTION_BF16
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    x[n] = (uint16_t)(bits >> 16);
#else
    x[n] = value;
#endif
  }
  return x;
}

static AttentionStrides strides(int tokens_first, Index heads, Index tokens, Index dim) {
  const AttentionStrides by_token = {tokens * heads * dim, dim, heads * dim};
  const AttentionStrides by_head = {tokens * heads * dim, tokens * dim, dim};
  return tokens_first ? by_token : by_head;
}

/* A layer of the sizes above, with random words. */
static Attention make_layer(int tokens_first) {
  const Index heads = KEY_VALUE_HEADS * ATTENTION_GROUP;
  const Index queries = BATCH * heads * QUERIES, keys = BATCH * KEY_VALUE_HEADS * KEYS;
  const AttentionWord *k = random_words(keys * ATTENTION_QUERY_DIM, 2);
  Attention layer = {
      random_words(queries * ATTENTION_QUERY_DIM, 1), k,
      VALUES_IN_KEYS ? k : random_words(keys * ATTENTION_VALUE_DIM, 3),
      random_words(queries * ATTENTION_VALUE_DIM, 4),
      strides(tokens_first, heads, QUERIES, ATTENTION_QUERY_DIM),
      strides(tokens_first, KEY_VALUE_HEADS, KEYS, ATTENTION_QUERY_DIM),
      strides(tokens_first, KEY_VALUE_HEADS, KEYS, ATTENTION_VALUE_DIM),
      strides(tokens_first, heads, QUERIES, ATTENTION_VALUE_DIM),
      BATCH, KEY_VALUE_HEADS, QUERIES, KEYS, (float)(1 / sqrt(ATTENTION_QUERY_DIM))};
  if (VALUES_IN_KEYS) layer.v_strides = layer.k_strides;
  return layer;
}

static void free_layer(const Attention *layer) {
  if (layer->v != layer->k) free((void *)(uintptr_t)layer->v);
  free((void *)(uintptr_t)layer->q);
  free((void *)(uintptr_t)layer->k);
  free(layer->o);
}

/* Ends the program if attention() failed. */
static void require(int failed) {
  if (!failed) return;
  fprintf(stderr, failed == 1 ? "out of memory\n" : "the system does not permit AMX\n");
  exit(3);
}
