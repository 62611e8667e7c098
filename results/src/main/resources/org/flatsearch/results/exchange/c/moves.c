#ifdef COUNT
#define COUNT_WORD(t) ((t)->moved++)
#else
#define COUNT_WORD(t) ((void)0)
#endif
#ifndef COUNT_STORED
#define COUNT_STORED(t) ((t)->moved += (t)->nc)
#endif

static double *dram_at(const Tensor *t, Index i, Index r, Index c) {
  return t->dram + (i * t->rows + r) * t->columns + c;
}

/* Where an element of the held tile is in the buffer; its rows are nc words apart. */
static double *at(const Tensor *t, Index i, Index r, Index c) {
  return t->buffer + t->slot * t->tile_words + ((i - t->i) * t->nr + (r - t->r)) * t->nc
      + (c - t->c);
}

static int holds(const Tensor *t, Index i, Index ni, Index r, Index nr, Index c, Index nc) {
  return t->held && !t->at_array && t->i == i && t->ni == ni && t->r == r && t->nr == nr
      && t->c == c && t->nc == nc;
}

/* Makes the next slot the tile of these elements. */
static void take(Tensor *t, Index i, Index ni, Index r, Index nr, Index c, Index nc) {
  if (ni * nr * nc > t->tile_words) {
    fprintf(stderr, "a tile of %lld x %lld x %lld words exceeds its buffer\n", ni, nr, nc);
    exit(1);
  }
  t->slot = (t->slot + 1) % t->slots;
  t->held = 1;
  t->i = i, t->ni = ni, t->r = r, t->nr = nr, t->c = c, t->nc = nc;
}

static void load(Tensor *t) {
  const int read = READ_FROM_DRAM(t);
  for (Index i = t->i; i < t->i + t->ni; i++)
    for (Index r = t->r; r < t->r + t->nr; r++) {
      const double *from = dram_at(t, i, r, t->c);
      double *to = at(t, i, r, t->c);
      for (Index c = 0; c < t->nc; c++) {
        to[c] = from[c];
        if (read) COUNT_WORD(t);
      }
    }
}

static void store(Tensor *t) {
  for (Index i = t->i; i < t->i + t->ni; i++)
    for (Index r = t->r; r < t->r + t->nr; r++) {
      const double *from = at(t, i, r, t->c);
      double *to = dram_at(t, i, r, t->c);
      for (Index c = 0; c < t->nc; c++) to[c] = from[c];
      COUNT_STORED(t);
    }
}

/* Makes this the held tile of an input: loads it unless it is there already. */
static void fetch(Tensor *t, Index i, Index ni, Index r, Index nr, Index c, Index nc) {
  if (holds(t, i, ni, r, nr, c, nc)) return;
  take(t, i, ni, r, nr, c, nc);
  load(t);
}

/* Begins a tile that is zero, forgetting the one before. */
static void begin(Tensor *t, Index i, Index ni, Index r, Index nr, Index c, Index nc) {
  take(t, i, ni, r, nr, c, nc);
  memset(at(t, i, r, c), 0, (size_t)(ni * nr * nc) * sizeof(double));
}

/* Stores the held tile of an output. */
static void flush(Tensor *t) {
  if (t->held && !t->stays) store(t);
  t->held = 0;
}

/*
 * Makes this the held tile of an output. Unless it is there already, the tile before it is stored
 * and this one begins at zero if its sums have not been begun; else its partial sums come back.
 */
static void accumulate(Tensor *t, Index i, Index ni, Index r, Index nr, Index c, Index nc,
                       int first) {
  if (holds(t, i, ni, r, nr, c, nc)) return;
  flush(t);
  if (first) {
    begin(t, i, ni, r, nr, c, nc);
  } else {
    take(t, i, ni, r, nr, c, nc);
    load(t);
  }
}
