/* Softmax in place of n logits, of which only those from first to last are visible. */
static void softmax_row(double *x, Index n, Index first, Index last) {
  double largest = x[first], sum = 0;
  for (Index m = first + 1; m <= last; m++)
    if (x[m] > largest) largest = x[m];
  for (Index m = 0; m < n; m++) {
    x[m] = m < first || m > last ? 0 : exponential(x[m] - largest);
    sum += x[m];
  }
  for (Index m = 0; m < n; m++) x[m] /= sum;
}
