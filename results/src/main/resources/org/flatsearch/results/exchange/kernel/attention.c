#define NO_KEY_YET (-1e30f)
#define HIDDEN (-1e38f)
/* Words of 4 bytes between buffers, so that they begin at different offsets within a page. */
#define CACHE_LINE 16

/* The words of Q's and K's columns, and of a tile of V's keys. */
#define QUERY_WORDS ((ATTENTION_QUERY_DIM + PER_WORD - 1) / PER_WORD)
#define WORDS_OF(keys) (((keys) + PER_WORD - 1) / PER_WORD)
/* How many words apart the keys (or pairs of them) of a column of packed V are. */
#define VALUE_STEP (AMX ? 1 : ATTENTION_VALUE_DIM)

static Index least(Index a, Index b) { return a < b ? a : b; }
static Index most(Index a, Index b) { return a > b ? a : b; }
static Index ceiling(Index a, Index b) { return (a + b - 1) / b; }
static Index padded(Index words) { return ceiling(words, CACHE_LINE) * CACHE_LINE + CACHE_LINE; }

/* The layer, as it is cut. */
typedef struct {
  const Attention *layer;
  Index rows, row_tile, row_tiles, panels, part, parts, key_tile, value_tile, instances, items;
  /* Floats, and pairs of K's columns, are multiplied as they lie in memory; what is not is packed. */
  int packs_k, packs_v, packs_once;
  /* Words of 4 bytes: of the packed tiles of an instance, of a thread, of the sums of an item. */
  Index packed_k, packed_v, thread_words, item_words;
  float *packed, *threads, *sums;
} Work;

/* What a thread works on: a tile of rows and a part of the keys of an instance. */
typedef struct {
  const Work *work;
  Index instance, row, rows, panels, from, to;
  Words *q;
  Floats *logits, *o, *largest, *sum;
  Word *k, *v;
} Item;

static Work cut(const Attention *layer) {
  Work w = {.layer = layer};
  w.rows = layer->queries * ATTENTION_GROUP;
  w.row_tile = least(ROW_TILE, w.rows);
  w.row_tiles = ceiling(w.rows, w.row_tile);
  w.panels = ceiling(w.row_tile, PANEL);
  w.part = least(KEY_PART, layer->keys);
  w.parts = ceiling(layer->keys, w.part);
  w.key_tile = least(KEY_TILE, layer->keys);
  w.value_tile = least(VALUE_TILE, layer->keys);
  w.instances = layer->batch * layer->key_value_heads;
  w.items = w.instances * w.row_tiles * w.parts;
  w.packs_v = ATTENTION_BF16;
  w.packs_k = ATTENTION_BF16
      && (!PAIRS || ATTENTION_QUERY_DIM % PER_WORD || layer->k_strides.token % PER_WORD);
  w.packs_once = w.packs_v && w.row_tiles > 1;
  const Index k = w.packs_k ? w.key_tile * QUERY_WORDS : 0;
  const Index v = w.packs_v ? WORDS_OF(w.value_tile) * ATTENTION_VALUE_DIM : 0;
  w.packed_k = w.packs_once ? padded(k * w.parts * ceiling(w.part, w.key_tile)) : 0;
  w.packed_v = w.packs_once ? padded(v * w.parts * ceiling(w.part, w.value_tile)) : 0;
  w.item_words = padded(w.panels * PANEL * (ATTENTION_VALUE_DIM + 2));
  const Index logits = ROWS_WHOLE ? w.panels * (layer->keys + 1) : w.key_tile + 1;
  w.thread_words = padded(w.panels * PANEL * QUERY_WORDS) + padded(logits * PANEL) + w.item_words
      + (w.packs_once ? 0 : padded(k) + padded(v));
  return w;
}

/* The keys that a row sees. */
static Index first_key(const Attention *layer, Index row) {
  return MASKED ? most(0, row / ATTENTION_GROUP + layer->keys - layer->queries - WINDOW + 1) : 0;
}
static Index end_of_keys(const Attention *layer, Index row) {
  return MASKED ? row / ATTENTION_GROUP + layer->keys - layer->queries + 1 : layer->keys;
}

static const AttentionWord *keys_of(const Attention *layer, Index instance, const AttentionWord *x,
                                    AttentionStrides strides) {
  const Index heads = layer->key_value_heads;
  return x + instance / heads * strides.batch + instance % heads * strides.head;
}

static Index offset_of_row(const Attention *layer, AttentionStrides strides, Index instance,
                           Index row) {
  const Index heads = layer->key_value_heads;
  const Index head = instance % heads * ATTENTION_GROUP + row % ATTENTION_GROUP;
  return instance / heads * strides.batch + head * strides.head
      + row / ATTENTION_GROUP * strides.token;
}

#if ATTENTION_BF16
static __attribute__((unused)) float of_bf16(uint16_t x) {
  const uint32_t bits = (uint32_t)x << 16;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}
/* What a lane of O holds when it is written. */
typedef uint32_t __attribute__((may_alias)) Result;
#define OF_WORD(x) of_bf16(x)
#else
typedef float __attribute__((may_alias)) Result;
#define OF_WORD(x) (x)
#endif

#if PAIRS
INLINE Word pair(uint16_t first, uint16_t second) { return (Word)(first | (uint32_t)second << 16); }
#endif

#if ATTENTION_BF16
/* A tile of K: floats, or pairs of columns. */
static void pack_k(const Attention *layer, Index instance, Index key, Index keys, Word *to) {
  const AttentionWord *k = keys_of(layer, instance, layer->k, layer->k_strides);
  for (Index m = key; m < key + keys; m++, to += QUERY_WORDS) {
    const AttentionWord *from = k + m * layer->k_strides.token;
#if PAIRS
    for (Index e = 0; e < ATTENTION_QUERY_DIM; e += 2)
      to[e / 2] = pair(from[e], e + 1 < ATTENTION_QUERY_DIM ? from[e + 1] : 0);
#else
    for (Index e = 0; e < ATTENTION_QUERY_DIM; e++) to[e] = of_bf16(from[e]);
#endif
  }
}

/* A tile of V: floats, or pairs of keys; with AMX those of a column are side by side. */
static void pack_v(const Work *w, Index instance, Index key, Index keys, Word *to) {
  const Attention *layer = w->layer;
  const Index row = AMX ? WORDS_OF(w->value_tile) : 1;
  const AttentionWord *v = keys_of(layer, instance, layer->v, layer->v_strides);
  const Index token = layer->v_strides.token;
  for (Index m = key; m < key + keys; m += PER_WORD, to += VALUE_STEP) {
    const AttentionWord *from = v + m * token;
#if PAIRS
    const uint16_t none[ATTENTION_VALUE_DIM] = {0};
    const AttentionWord *next = m + 1 < key + keys ? from + token : none;
    for (Index f = 0; f < ATTENTION_VALUE_DIM; f++) to[f * row] = pair(from[f], next[f]);
#else
    for (Index f = 0; f < ATTENTION_VALUE_DIM; f++) to[f * row] = of_bf16(from[f]);
#endif
  }
}

static Word *packed_k(const Work *w, Index instance, Index key) {
  const Index tile = key / w->part * ceiling(w->part, w->key_tile) + key % w->part / w->key_tile;
  return (Word *)(w->packed + instance * (w->packed_k + w->packed_v))
      + tile * w->key_tile * QUERY_WORDS;
}
static Word *packed_v(const Work *w, Index instance, Index key) {
  const Index tile =
      key / w->part * ceiling(w->part, w->value_tile) + key % w->part / w->value_tile;
  return (Word *)(w->packed + instance * (w->packed_k + w->packed_v) + w->packed_k)
      + tile * WORDS_OF(w->value_tile) * ATTENTION_VALUE_DIM;
}

/* Packs all tiles of a part of the keys of an instance. */
static void pack_part(const Work *w, Index instance, Index part) {
  const Index from = part * w->part, to = least(from + w->part, w->layer->keys);
  for (Index m = from; w->packs_k && m < to; m += w->key_tile)
    pack_k(w->layer, instance, m, least(w->key_tile, to - m), packed_k(w, instance, m));
  for (Index m = from; m < to; m += w->value_tile)
    pack_v(w, instance, m, least(w->value_tile, to - m), packed_v(w, instance, m));
}
#endif

/* K of a tile, and how many words apart its keys are. */
static const Word *tile_of_k(const Item *item, Index key, Index keys, Index *row) {
  const Attention *layer = item->work->layer;
#if ATTENTION_BF16
  if (item->work->packs_k) {
    *row = QUERY_WORDS;
    if (item->work->packs_once) return packed_k(item->work, item->instance, key);
    pack_k(layer, item->instance, key, keys, item->k);
    return item->k;
  }
#else
  (void)keys;
#endif
  *row = layer->k_strides.token / PER_WORD;
  return (const Word *)(keys_of(layer, item->instance, layer->k, layer->k_strides)
                        + key * layer->k_strides.token);
}

static const Word *tile_of_v(const Item *item, Index key, Index keys, Index *step) {
#if ATTENTION_BF16
  *step = VALUE_STEP;
  if (item->work->packs_once) return packed_v(item->work, item->instance, key);
  pack_v(item->work, item->instance, key, keys, item->v);
  return item->v;
#else
  const Attention *layer = item->work->layer;
  (void)keys;
  *step = layer->v_strides.token;
  return keys_of(layer, item->instance, layer->v, layer->v_strides) + key * *step;
#endif
}

/* Q as panels: the words of a column of all rows of a panel, one after another. */
static void transpose_q(const Item *item) {
  const Attention *layer = item->work->layer;
  Word *to = (Word *)item->q;
  for (Index p = 0; p < item->panels * PANEL; p++) {
    Word *lane = to + p / PANEL * PANEL * QUERY_WORDS + p % PANEL;
    if (p >= item->rows) {
      for (Index e = 0; e < QUERY_WORDS; e++) lane[e * PANEL] = 0;
      continue;
    }
    const AttentionWord *from =
        layer->q + offset_of_row(layer, layer->q_strides, item->instance, item->row + p);
#if PAIRS
    for (Index e = 0; e < ATTENTION_QUERY_DIM / 2; e++) lane[e * PANEL] = ((const Word *)from)[e];
    if (ATTENTION_QUERY_DIM % 2)
      lane[ATTENTION_QUERY_DIM / 2 * PANEL] = pair(from[ATTENTION_QUERY_DIM - 1], 0);
#else
    for (Index e = 0; e < QUERY_WORDS; e++) lane[e * PANEL] = OF_WORD(from[e]);
#endif
  }
}

/* The keys between from and to that some row of a panel sees, and whether some row does not. */
typedef struct {
  Index from, to;
  int partly;
} Range;

static Range visible(const Item *item, Index panel, Index from, Index to) {
  const Attention *layer = item->work->layer;
  const Index first = item->row + panel * PANEL;
  const Index last = item->row + least(item->rows, (panel + 1) * PANEL) - 1;
  const Range range = {most(from, first_key(layer, first)), least(to, end_of_keys(layer, last)),
      MASKED && (from < first_key(layer, last) || to > end_of_keys(layer, first))};
  return range;
}

static int vectors_of(const Item *item, Index panel) {
  return (int)least(VECTORS, ceiling(item->rows - panel * PANEL, LANES));
}

/* Hides logits that their rows don't see. */
static void mask(const Item *item, Index panel, Index key, Index keys, Floats *logits) {
  const Attention *layer = item->work->layer;
  for (int v = 0; v < vectors_of(item, panel); v++) {
    Ints first, end;
    for (int lane = 0; lane < LANES; lane++) {
      const Index p = least(panel * PANEL + v * LANES + lane, item->rows - 1);
      first[lane] = (int32_t)most(0, first_key(layer, item->row + p) - key);
      end[lane] = (int32_t)most(0, end_of_keys(layer, item->row + p) - key);
    }
    for (int32_t m = 0; m < (int32_t)keys; m++) {
      Floats *at = logits + m * VECTORS + v;
      *at = choose((m >= first) & (m < end), *at, splat(HIDDEN));
    }
  }
}

/*
 * Makes probabilities of logits, in place, and adds them to the sums; returns by factor what sums
 * before are worth now. Maxima are kept as they come into exponents, so that their rounding cancels.
 */
static __attribute__((noinline)) void soften(const Item *item, Index panel, Index keys,
                                             Floats *logits, Floats *factor) {
  const float scale = item->work->layer->scale * 1.44269504f; /* log2 e */
  for (int v = 0; v < vectors_of(item, panel); v++) {
    Floats *x = logits + v, *largest = item->largest + panel * VECTORS + v;
    Floats a = splat(HIDDEN), b = a, c = a, d = a;
    Index m = 0;
    for (; m + 3 < keys; m += 4) {
      a = larger(x[m * VECTORS], a);
      b = larger(x[(m + 1) * VECTORS], b);
      c = larger(x[(m + 2) * VECTORS], c);
      d = larger(x[(m + 3) * VECTORS], d);
    }
    for (; m < keys; m++) a = larger(x[m * VECTORS], a);
    const Floats now = larger(larger(larger(a, b), larger(c, d)) * scale, *largest);
    Floats sum = {0}, other = {0};
    factor[v] = power_of_two(*largest - now);
    *largest = now;
#if PAIRS
    if (keys % 2) x[keys * VECTORS] = splat(HIDDEN);
    for (m = 0; m < keys; m += 2) {
      const Floats p = power_of_two(x[m * VECTORS] * scale - now);
      const Floats q = power_of_two(x[(m + 1) * VECTORS] * scale - now);
      sum += p;
      other += q;
      /* Rounded to the nearest; they are not negative. */
      const Bits low = ((Bits)p + 0x8000u) >> 16, high = ((Bits)q + 0x8000u) & 0xffff0000u;
      x[m / 2 * VECTORS] = (Floats)(low | high);
    }
#else
    for (m = 0; m + 1 < keys; m += 2) {
      const Floats p = power_of_two(x[m * VECTORS] * scale - now);
      const Floats q = power_of_two(x[(m + 1) * VECTORS] * scale - now);
      x[m * VECTORS] = p;
      x[(m + 1) * VECTORS] = q;
      sum += p;
      other += q;
    }
    for (; m < keys; m++) sum += x[m * VECTORS] = power_of_two(x[m * VECTORS] * scale - now);
#endif
    Floats *total = item->sum + panel * VECTORS + v;
    *total = *total * factor[v] + (sum + other);
  }
}

static void logit(const Item *item, Index panel, const Word *k, Index row, Range range,
                  Floats *logits) {
  product(vectors_of(item, panel), range.to - range.from, QUERY_WORDS, k, row, 1,
          item->q + panel * VECTORS * QUERY_WORDS, logits, NULL);
  if (range.partly) mask(item, panel, range.from, range.to - range.from, logits);
}

static void attend(const Item *item, Index panel, const Word *v, Index step, Index keys,
                   const Floats *probabilities, const Floats *factor) {
  const Index row = AMX ? WORDS_OF(item->work->value_tile) : 1;
  product(vectors_of(item, panel), ATTENTION_VALUE_DIM, WORDS_OF(keys), v, row, step,
          (const Words *)probabilities, item->o + panel * VECTORS * ATTENTION_VALUE_DIM, factor);
}

/* The keys that some row of the item sees, from the beginning of the first tile of these. */
static Range live_keys(const Item *item, Index tile) {
  const Attention *layer = item->work->layer;
  const Index first = most(item->from, first_key(layer, item->row));
  const Index end = least(item->to, end_of_keys(layer, item->row + item->rows - 1));
  const Range range = {item->from + (first - item->from) / tile * tile, end, 0};
  return range;
}

#ifdef ATTENTION_COUNT
/* Counts words that tiles of the loops move, on one thread: those of a tile that is not held. */
static long long words_q, words_k, words_v, words_o, words_statistics;
typedef struct {
  Index instance, part, from, size;
} Held;
static Held held_q = {-1, 0, 0, 0}, held_k = {-1, 0, 0, 0}, held_v = {-1, 0, 0, 0};

static void fetch(const Item *item, Held *held, long long *words, Index from, Index size,
                  Index dim) {
  const Held tile = {item->instance, item->from, from, size};
  if (memcmp(held, &tile, sizeof tile) == 0) return;
  *held = tile;
  *words += size * dim;
}

static void fetch_keys(const Item *item, Held *held, long long *words, int inside, Range live,
                       Index key, Index size, Index tile, Index dim) {
  if (inside == IN_K) return;
  if (inside == INSIDE_INSTANCE) {
    const Item all = {.work = item->work, .rows = item->work->rows, .from = item->from,
                      .to = item->to};
    live = live_keys(&all, tile);
  }
  const Index to = least(item->to, item->from + ceiling(live.to - item->from, tile) * tile);
  if (inside == INSIDE_KEY) fetch(item, held, words, key, size, dim);
  else fetch(item, held, words, live.from, to - live.from, dim);
}
#define COUNT(t, n) ((void)(words_##t += (n)))
#define FETCH(t, inside, item, live, key, size, tile, dim) \
  fetch_keys(item, &held_##t, &words_##t, inside, live, key, size, tile, dim)
#define FETCH_Q(item) \
  fetch(item, &held_q, &words_q, (item)->row, (item)->rows, ATTENTION_QUERY_DIM)
#else
#define COUNT(t, n) ((void)0)
#define FETCH(t, inside, item, live, key, size, tile, dim) ((void)0)
#define FETCH_Q(item) ((void)0)
#endif

/* The first key of the first tile of V that a panel sees: its logits begin there, as V's pairs do. */
static Index first_of_values(const Item *item, Index panel) {
  const Index tile = item->work->value_tile;
  return visible(item, panel, 0, item->to).from / tile * tile;
}

/* Whole rows of logits, then softmax, then Attend. */
static void work_on_rows(const Item *item) {
  const Work *w = item->work;
  const Index stride = (w->layer->keys + 1) * VECTORS;
  const Range live = live_keys(item, w->key_tile), live_v = live_keys(item, w->value_tile);
  Floats one[VECTORS], factor[VECTORS];
  for (int v = 0; v < VECTORS; v++) one[v] = splat(1);
  for (Index key = live.from; key < live.to; key += w->key_tile) {
    const Index size = least(w->key_tile, item->to - key);
    Index row;
    const Word *k = tile_of_k(item, key, size, &row);
    FETCH(k, K_INSIDE, item, live, key, size, w->key_tile, ATTENTION_QUERY_DIM);
    for (Index p = 0; p < item->panels; p++) {
      const Range range = visible(item, p, key, key + size);
      if (range.from >= range.to) continue;
      const Index base = first_of_values(item, p);
      logit(item, p, k + (range.from - key) * row, row, range,
            item->logits + p * stride + (range.from - base) * VECTORS);
    }
  }
  for (Index p = 0; p < item->panels; p++) {
    const Range seen = visible(item, p, 0, item->to);
    const Index from = seen.from / PER_WORD * PER_WORD;
    Floats *logits = item->logits + p * stride + (from - first_of_values(item, p)) * VECTORS;
    for (int v = 0; from < seen.from && v < VECTORS; v++) logits[v] = splat(HIDDEN);
    soften(item, p, seen.to - from, logits, factor);
  }
  for (Index key = live_v.from; key < live_v.to; key += w->value_tile) {
    const Index size = least(w->value_tile, item->to - key);
    Index step;
    const Word *v = tile_of_v(item, key, size, &step);
    FETCH(v, V_INSIDE, item, live_v, key, size, w->value_tile, ATTENTION_VALUE_DIM);
    for (Index p = 0; p < item->panels; p++) {
      const Range seen = visible(item, p, 0, item->to), range = visible(item, p, key, key + size);
      if (range.from >= range.to) continue;
      const Index base = first_of_values(item, p);
      const Index first = seen.from / PER_WORD * PER_WORD;
      const Index from = most(first, key);
      attend(item, p, v + (from - key) / PER_WORD * step, step, range.to - from,
             item->logits + p * stride + (first - base + (from - first) / PER_WORD) * VECTORS, one);
    }
  }
}
/* Logit, softmax and Attend of a tile of keys after another. */
static void work_on_tiles(const Item *item) {
  const Work *w = item->work;
  const Range live = live_keys(item, w->key_tile);
  Floats factor[VECTORS];
  for (Index key = live.from; key < live.to; key += w->key_tile) {
    const Index size = least(w->key_tile, item->to - key);
    Index row, step;
    const Word *k = tile_of_k(item, key, size, &row), *v = tile_of_v(item, key, size, &step);
    FETCH(k, K_INSIDE, item, live, key, size, w->key_tile, ATTENTION_QUERY_DIM);
    FETCH(v, V_INSIDE, item, live, key, size, w->key_tile, ATTENTION_VALUE_DIM);
    for (Index p = 0; p < item->panels; p++) {
      Range range = visible(item, p, key, key + size);
      if (range.from >= range.to) continue;
      range.from = key + (range.from - key) / PER_WORD * PER_WORD;
      const Index from = range.from - key, keys = range.to - range.from;
      logit(item, p, k + from * row, row, range, item->logits);
      soften(item, p, keys, item->logits, factor);
      attend(item, p, v + from / PER_WORD * step, step, keys, item->logits, factor);
    }
  }
}

/* Divides the sums of a tile of rows and writes them as O. */
static void write_o(const Item *item) {
  const Attention *layer = item->work->layer;
  for (Index v = 0; v < item->panels * VECTORS; v++) {
    const Floats inverse = 1.0f / item->sum[v];
    Floats *o = item->o + v / VECTORS * VECTORS * ATTENTION_VALUE_DIM + v % VECTORS;
    for (Index f = 0; f < ATTENTION_VALUE_DIM; f++) {
      o[f * VECTORS] *= inverse;
#if ATTENTION_BF16
      /* To the nearest, of two the even one. */
      const Bits bits = (Bits)o[f * VECTORS];
      o[f * VECTORS] = (Floats)((bits + 0x7fffu + (bits >> 16 & 1)) >> 16);
#endif
    }
  }
  for (Index p = 0; p < item->rows; p++) {
    const Result *from = (const Result *)item->o + p / PANEL * PANEL * ATTENTION_VALUE_DIM + p % PANEL;
    AttentionWord *to =
        layer->o + offset_of_row(layer, layer->o_strides, item->instance, item->row + p);
    for (Index f = 0; f < ATTENTION_VALUE_DIM; f++) to[f] = (AttentionWord)from[f * PANEL];
  }
  COUNT(o, item->rows * ATTENTION_VALUE_DIM);
}

/*
 * Under a mask the longest tiles of rows come first, so that threads end together; words are counted
 * as tiles ascend, as the model has them, since the order decides which tiles are held already.
 */
#if defined ATTENTION_COUNT
#define LONGEST_FIRST 0
#else
#define LONGEST_FIRST MASKED
#endif

/* The item of a number: instances outermost, then parts, then tiles of rows. */
static Item item_of(const Work *w, Index number, int thread) {
  Item item = {.work = w};
  const Index tile = number % w->row_tiles;
  item.instance = number / w->row_tiles / w->parts;
  item.from = number / w->row_tiles % w->parts * w->part;
  item.to = least(item.from + w->part, w->layer->keys);
  item.row = (LONGEST_FIRST ? w->row_tiles - 1 - tile : tile) * w->row_tile;
  item.rows = least(w->row_tile, w->rows - item.row);
  item.panels = ceiling(item.rows, PANEL);
  float *at = w->threads + thread * w->thread_words;
  item.q = (Words *)at;
  item.logits = (Floats *)(at += padded(w->panels * PANEL * QUERY_WORDS));
  const Index keys = ROWS_WHOLE ? w->panels * (w->layer->keys + 1) : w->key_tile + 1;
  at += padded(keys * PANEL);
  item.k = (Word *)(at + w->item_words);
  item.v = item.k + (w->packs_k ? padded(w->key_tile * QUERY_WORDS) : 0);
  if (w->parts > 1) at = w->sums + number * w->item_words;
  item.o = (Floats *)at;
  item.largest = item.o + w->panels * VECTORS * ATTENTION_VALUE_DIM;
  item.sum = item.largest + w->panels * VECTORS;
  return item;
}

static void work_on(const Work *w, Index number, int thread) {
  const Item item = item_of(w, number, thread);
  const Index vectors = item.panels * VECTORS;
  memset(item.o, 0, (size_t)(vectors * ATTENTION_VALUE_DIM) * sizeof(Floats));
  for (Index v = 0; v < vectors; v++) {
    item.largest[v] = splat(NO_KEY_YET);
    item.sum[v] = splat(0);
  }
  const Range live = live_keys(&item, 1);
  if (live.from >= live.to) return;
  transpose_q(&item);
  FETCH_Q(&item);
  if (ROWS_WHOLE) work_on_rows(&item);
  else work_on_tiles(&item);
  if (w->parts == 1) write_o(&item);
  else COUNT(statistics, item.rows * (ATTENTION_VALUE_DIM + 2));
}

/* Rescales and adds the sums of all parts of a tile of rows into those of the first. */
static void merge(const Work *w, Index tile) {
  const Index first = tile / w->row_tiles * w->parts * w->row_tiles + tile % w->row_tiles;
  const Item into = item_of(w, first, 0);
  for (Index part = 0; part < w->parts; part++) {
    const Item from = item_of(w, first + part * w->row_tiles, 0);
    const Range live = live_keys(&from, 1);
    if (live.from >= live.to) continue;
    COUNT(statistics, from.rows * (ATTENTION_VALUE_DIM + 2));
    for (Index v = 0; part > 0 && v < into.panels * VECTORS; v++) {
      const Floats now = larger(into.largest[v], from.largest[v]);
      const Floats a = power_of_two(into.largest[v] - now), b = power_of_two(from.largest[v] - now);
      into.largest[v] = now;
      into.sum[v] = into.sum[v] * a + from.sum[v] * b;
      const Index at = v / VECTORS * VECTORS * ATTENTION_VALUE_DIM + v % VECTORS;
      for (Index f = 0; f < ATTENTION_VALUE_DIM; f++)
        into.o[at + f * VECTORS] =
            into.o[at + f * VECTORS] * a + from.o[at + f * VECTORS] * b;
    }
  }
  write_o(&into);
}

static int threads(void) {
#ifdef _OPENMP
  return omp_get_max_threads();
#else
  return 1;
#endif
}

static Index workspace_words(const Work *w) {
  return CACHE_LINE + threads() * w->thread_words
      + (w->packs_once ? w->instances * (w->packed_k + w->packed_v) : 0)
      + (w->parts > 1 ? w->items * w->item_words : 0);
}

size_t attention_workspace_bytes(const Attention *layer) {
  const Work w = cut(layer);
  return (size_t)workspace_words(&w) * sizeof(float);
}

int attention(const Attention *layer, void *workspace) {
  Work w = cut(layer);
  if (w.items == 0) return 0;
  void *own = workspace ? NULL : malloc((size_t)workspace_words(&w) * sizeof(float));
  if (!workspace && !own) return 1;
  /* Vectors lie at multiples of their size. */
  const uintptr_t line = CACHE_LINE * sizeof(float);
  w.packed = (float *)(((uintptr_t)(workspace ? workspace : own) + line - 1) / line * line);
  w.threads = w.packed + (w.packs_once ? w.instances * (w.packed_k + w.packed_v) : 0);
  w.sums = w.threads
      + (workspace_words(&w) - CACHE_LINE - (w.threads - w.packed)
         - (w.parts > 1 ? w.items * w.item_words : 0));
#if AMX
  if (!may_use_tiles()) {
    free(own);
    return 2;
  }
#endif
#ifdef _OPENMP
#pragma omp parallel
#endif
  {
    int thread = 0;
#if AMX
    begin_tiles();
#endif
#ifdef _OPENMP
    thread = omp_get_thread_num();
#endif
#if ATTENTION_BF16
#ifdef _OPENMP
#pragma omp for schedule(dynamic)
#endif
    for (Index n = 0; n < (w.packs_once ? w.instances * w.parts : 0); n++)
      pack_part(&w, n / w.parts, n % w.parts);
#endif
#ifdef _OPENMP
#pragma omp for schedule(dynamic)
#endif
    for (Index n = 0; n < w.items; n++) work_on(&w, n, thread);
#ifdef _OPENMP
#pragma omp for schedule(dynamic)
#endif
    for (Index n = 0; n < (w.parts > 1 ? w.instances * w.row_tiles : 0); n++) merge(&w, n);
#if AMX
    _tile_release();
#endif
  }
  free(own);
  return 0;
}
