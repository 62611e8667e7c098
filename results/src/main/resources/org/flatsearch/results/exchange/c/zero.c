/* Begins sums at zero in a part of a held tile. */
static void zero(Tensor *t, Index i, Index ni, Index r, Index nr, Index c, Index nc) {
  for (Index ii = i; ii < i + ni; ii++)
    for (Index rr = r; rr < r + nr; rr++)
      for (Index k = 0; k < nc; k++) at(t, ii, rr, c)[k] = 0;
}
