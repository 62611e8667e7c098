/*
 * A tensor [INSTANCES][rows][columns] in DRAM, and the part of the on-chip buffer that is reserved
 * for it: slots tiles of tile_words words. One tile is in use at a time; the other slots are where
 * hardware would load the next tile or drain the last one meanwhile.
 */
typedef struct {
  double *dram;
  int rows, columns;
  double *buffer;
  size_t tile_words;
  int slots, slot;
  int at_array; /* streamed: moves in every array pass, even if the words were there before */
  int stays;    /* never leaves the buffer: its tile is complete when the next one comes */
  int held;     /* whether there is a tile: */
  int i, ni, r, nr, c, nc;
  long long moved; /* words between DRAM and the buffer or the array */
} Tensor;

static int least(int a, int b) { return a < b ? a : b; }

/* Zeroed memory; touched by no one else. */
static void *allocate(size_t count, size_t bytes) {
  void *memory = calloc(count > 0 ? count : 1, bytes);
  if (memory == NULL) {
    fprintf(stderr, "not enough memory for %zu x %zu bytes\n", count, bytes);
    exit(1);
  }
  return memory;
}
