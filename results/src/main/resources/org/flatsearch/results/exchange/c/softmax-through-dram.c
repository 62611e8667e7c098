#ifdef COUNT
static long long softmax_moved;
#define COUNT_SOFTMAX() (softmax_moved++)
#else
#define COUNT_SOFTMAX() ((void)0)
#endif

/*
 * The softmax pass over logits in DRAM. If the buffer has room for a row, each logit is read and
 * written once; else it is read three times: for the maximum, the sum and the quotient.
 */
static void softmax(Index i, Index ni, Index p, Index np) {
  for (Index ii = i; ii < i + ni; ii++)
    for (Index pp = p; pp < p + np; pp++) {
      const Index from = SOFTMAX_FROM(pp), n = SOFTMAX_TO(pp) - from;
      const Index first = first_key(pp) - from, last = last_key(pp) - from;
      double *x = dram_at(&logits_out, ii, pp, from);
      if (ROW_FITS) {
        for (Index m = 0; m < n; m++) {
          row[m] = x[m];
          COUNT_SOFTMAX();
        }
        softmax_row(row, n, first, last);
        for (Index m = 0; m < n; m++) {
          x[m] = row[m];
          COUNT_SOFTMAX();
        }
      } else {
        double largest = x[first], sum = 0;
        for (Index m = 0; m < n; m++) {
          if (m >= first && m <= last && x[m] > largest) largest = x[m];
          COUNT_SOFTMAX();
        }
        for (Index m = 0; m < n; m++) {
          if (m >= first && m <= last) sum += exponential(x[m] - largest);
          COUNT_SOFTMAX();
        }
        for (Index m = 0; m < n; m++) {
          const double logit = x[m];
          COUNT_SOFTMAX();
          x[m] = m < first || m > last ? 0 : exponential(logit - largest) / sum;
          COUNT_SOFTMAX();
        }
      }
    }
}
