/* Whether one of these rows sees one of these keys. Only then is there work, and anything moves. */
static inline int is_live(Index p, Index np, Index m, Index nm) {
  return m <= last_key(p + np - 1) && m + nm > first_key(p);
}

/* Whether these keys are the first, or the last, that a tile of rows works with. */
static inline int is_first(Index p, Index m) { return m <= first_key(p); }

static inline int is_last(Index p, Index np, Index m, Index nm) {
  return m + nm > last_key(p + np - 1);
}

/* The keys that rows need, in whole tiles: the first, and the one after the last. */
static inline Index keys_from(Index p, Index tile) { return first_key(p) / tile * tile; }

static inline Index keys_to(Index p, Index np, Index tile) {
  return least(KEYS, (last_key(p + np - 1) / tile + 1) * tile);
}

/* The rows that need keys, in whole tiles: the first, and the one after the last. */
static inline Index rows_from(Index m, Index nm, Index tile) {
  Index p = 0;
  while (!is_live(p, least(tile, ROWS - p), m, nm)) p += tile;
  return p;
}

static inline Index rows_to(Index m, Index nm, Index tile) {
  Index p = rows_from(m, nm, tile);
  while (p < ROWS && is_live(p, least(tile, ROWS - p), m, nm)) p += tile;
  return least(p, ROWS);
}

/* The most keys that a tile of rows needs, or the most logits. */
static inline Index most_keys(Index row_tile, Index key_tile, int logits) {
  Index most = 0;
  for (Index p = 0; p < ROWS; p += row_tile) {
    const Index np = least(row_tile, ROWS - p);
    const Index keys = keys_to(p, np, key_tile) - keys_from(p, key_tile);
    const Index words = logits ? np * keys : keys;
    if (words > most) most = words;
  }
  return most;
}

/* The most rows that need a tile of keys. */
static inline Index most_rows(Index row_tile, Index key_tile) {
  Index most = 0;
  for (Index m = 0; m < KEYS; m += key_tile) {
    const Index nm = least(key_tile, KEYS - m);
    if (!is_live(0, ROWS, m, nm)) continue;
    const Index rows = rows_to(m, nm, row_tile) - rows_from(m, nm, row_tile);
    if (rows > most) most = rows;
  }
  return most;
}
