/* The softmax unit: whole rows of the logits that are held on chip. */
static void softmax(int i, int ni, int p, int np) {
  for (int ii = i; ii < i + ni; ii++)
    for (int pp = p; pp < p + np; pp++) softmax_row(at(&logits, ii, pp, 0));
}
