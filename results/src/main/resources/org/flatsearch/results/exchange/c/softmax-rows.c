/* Softmax of a row of logits in place. */
static void softmax_row(double *x) {
  double largest = x[0], sum = 0;
  for (Index m = 1; m < KEYS; m++)
    if (x[m] > largest) largest = x[m];
  for (Index m = 0; m < KEYS; m++) {
    x[m] = exponential(x[m] - largest);
    sum += x[m];
  }
  for (Index m = 0; m < KEYS; m++) x[m] /= sum;
}
