/* The softmax unit: whole rows of the logits that are held on chip. */
static void softmax(Index i, Index ni, Index p, Index np) {
  const Index from = logits.c;
  for (Index ii = i; ii < i + ni; ii++)
    for (Index pp = p; pp < p + np; pp++)
      softmax_row(at(&logits, ii, pp, from), logits.nc, first_key(pp) - from, last_key(pp) - from);
}
