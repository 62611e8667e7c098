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
      double *x = dram_at(&logits_out, ii, pp, 0);
      if (ROW_FITS) {
        for (Index m = 0; m < KEYS; m++) {
          row[m] = x[m];
          COUNT_SOFTMAX();
        }
        softmax_row(row);
        for (Index m = 0; m < KEYS; m++) {
          x[m] = row[m];
          COUNT_SOFTMAX();
        }
      } else {
        double largest = x[0], sum = 0;
        for (Index m = 0; m < KEYS; m++) {
          if (x[m] > largest) largest = x[m];
          COUNT_SOFTMAX();
        }
        for (Index m = 0; m < KEYS; m++) {
          sum += exponential(x[m] - largest);
          COUNT_SOFTMAX();
        }
        for (Index m = 0; m < KEYS; m++) {
          const double logit = x[m];
          COUNT_SOFTMAX();
          x[m] = exponential(logit - largest) / sum;
          COUNT_SOFTMAX();
        }
      }
    }
}
