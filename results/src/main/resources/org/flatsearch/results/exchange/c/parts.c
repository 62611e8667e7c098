/* Sums and statistics of each part of the keys, in DRAM. */
#define PARTS ((KEYS - 1) / KEY_PART + 1)
static double *sums[PARTS], *statistics_of_sums[PARTS];

/* Begins a part, with nothing of others on chip. Returns whether a row sees any of its keys. */
static int begin_part(Index s) {
  flush(&O);
  flush(&statistics);
  Q.held = K.held = V.held = 0;
  set_part(s, KEY_PART);
  O.dram = sums[s / KEY_PART];
  statistics.dram = statistics_of_sums[s / KEY_PART];
  return is_live(0, ROWS, part_from, part_to - part_from);
}

/* Leaves the statistics of whole sums in DRAM. They are counted with these. */
static void keep_statistics(Index i, Index ni, Index p, Index np) {
  for (Index ii = i; ii < i + ni; ii++)
    for (Index pp = p; pp < p + np; pp++)
      for (Index k = 0; k < 2; k++)
        *dram_at(&statistics, ii, pp, k) = *at(&statistics, ii, pp, k);
  if (!statistics.stays) statistics.held = 0; /* They leave once. */
}
