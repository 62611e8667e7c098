/*
 * The place of an element in a dimension or a tensor, or a number of elements. A tensor can have
 * more of them than an int can count, and a loop's last step can lead beyond the largest int.
 */
typedef long long Index;

/*
 * A tensor [INSTANCES][rows][columns] in DRAM, and the part of the on-chip buffer that is reserved
 * for it: slots tiles of tile_words words. One tile is in use at a time; the other slots are where
 * hardware would load the next tile or drain the last one meanwhile.
 */
typedef struct {
  double *dram;
  Index rows, columns;
  double *buffer;
  Index tile_words;
  int slots, slot;
  int at_array; /* streamed: moves in every array pass, even if the words were there before */
  int stays;    /* never leaves the buffer: its tile is complete when the next one comes */
  int held;     /* whether there is a tile: */
  Index i, ni, r, nr, c, nc;
  long long moved; /* words between DRAM and the buffer or the array */
} Tensor;

static Index least(Index a, Index b) { return a < b ? a : b; }

/* Zeroed memory; touched by no one else. */
static void *allocate(Index count, size_t bytes) {
  void *memory = calloc((size_t)count, bytes);
  if (memory == NULL) {
    fprintf(stderr, "not enough memory for %lld x %zu bytes: export a smaller batch or sequence\n", count, bytes);
    exit(1);
  }
  return memory;
}

/* Words that are no numbers until they are written: what reads one too early fails the check. */
static double *allocate_words(Index count) {
  double *words = allocate(count, sizeof(double));
  memset(words, 0xFF, (size_t)count * sizeof(double));
  return words;
}
