/*
 * By how much the output so far of each row of the tile is too large, and where the tile begins:
 * the softmax unit's own.
 */
static double correction[TILE_INSTANCE][TILE_ROW];
static Index first_i, first_p;

/*
 * Online softmax of the logits of these rows and keys: the exponentials are relative to the largest
 * logit so far. Statistics of a row: that logit, and the sum of the exponentials.
 */
static void softmax(Index i, Index ni, Index p, Index np, Index m, Index nm) {
  const int first = m <= first_key(p);
  first_i = i, first_p = p;
  for (Index ii = i; ii < i + ni; ii++)
    for (Index pp = p; pp < p + np; pp++) {
      double *x = at(&logits, ii, pp, m);
      double *statistic = at(&statistics, ii, pp, 0);
      const Index from = first_key(pp) - m, to = last_key(pp) - m;
      double largest = first ? -1e300 : statistic[0];
      for (Index k = 0; k < nm; k++)
        if (k >= from && k <= to && x[k] > largest) largest = x[k];
      correction[ii - i][pp - p] = first ? 0 : exponential(statistic[0] - largest);
      double sum = first ? 0 : statistic[1] * correction[ii - i][pp - p];
      for (Index k = 0; k < nm; k++) {
        x[k] = k < from || k > to ? 0 : exponential(x[k] - largest);
        sum += x[k];
      }
      statistic[0] = largest;
      statistic[1] = sum;
    }
}

/* Makes the output so far relative to the largest logit so far, too. */
static void rescale(Index i, Index ni, Index p, Index np, Index f, Index nf) {
  for (Index ii = i; ii < i + ni; ii++)
    for (Index pp = p; pp < p + np; pp++) {
      double *out = at(&O, ii, pp, f);
      for (Index k = 0; k < nf; k++) out[k] *= correction[ii - first_i][pp - first_p];
    }
}
