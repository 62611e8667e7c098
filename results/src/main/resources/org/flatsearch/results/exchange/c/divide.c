/* After the last keys: what the softmax divides by, deferred to the output. */
static void divide(Index i, Index ni, Index p, Index np, Index f, Index nf) {
  for (Index ii = i; ii < i + ni; ii++)
    for (Index pp = p; pp < p + np; pp++) {
      double *out = at(&O, ii, pp, f);
      for (Index k = 0; k < nf; k++) out[k] /= at(&statistics, ii, pp, 0)[1];
    }
}
