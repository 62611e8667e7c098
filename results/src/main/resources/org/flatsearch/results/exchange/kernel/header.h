#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An element of Q, K, V and O: a float, or the upper half of one (bf16). */
#if ATTENTION_BF16
typedef uint16_t AttentionWord;
#else
typedef float AttentionWord;
#endif

/* How many words apart batches, heads and tokens are; the words of a token's head are contiguous. */
typedef struct {
  int64_t batch, head, token;
} AttentionStrides;

/*
 * What attention() works on. Query head h sees key/value head h / ATTENTION_GROUP. With a mask the
 * last query sees the last key, and there are at most as many queries as keys.
 */
typedef struct {
  const AttentionWord *q, *k, *v;
  AttentionWord *o;
  AttentionStrides q_strides, k_strides, v_strides, o_strides;
  int64_t batch, key_value_heads, queries, keys;
  float scale; /* of logits, above 0; 1 / sqrt(ATTENTION_QUERY_DIM) as a rule */
} Attention;

/* The bytes that attention() works in, for the number of threads that OpenMP gives it. */
size_t attention_workspace_bytes(const Attention *layer);

/*
 * Computes attention. With NULL as workspace it allocates its own, which costs some microseconds.
 * Returns 0; 1 if there is no memory; 2 if the system does not permit AMX.
 */
int attention(const Attention *layer, void *workspace);

#ifdef __cplusplus
}
#endif
