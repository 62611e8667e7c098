/*
 * What the PEs do in one pass: out[p][c] += sum over r of a[p][r] * b[c][r]. Elements of a and out
 * with consecutive p are a_p and out_p words apart, those of b are b_c and b_r apart.
 */
static void multiply(Index np, Index nc, Index nr, const double *a, Index a_p, const double *b,
                     Index b_c, Index b_r, double *out, Index out_p) {
  for (Index p = 0; p < np; p++)
    for (Index c = 0; c < nc; c++) {
      double sum = 0;
      for (Index r = 0; r < nr; r++) sum += a[p * a_p + r] * b[c * b_c + r * b_r];
      out[p * out_p + c] += sum;
    }
}

/* e to the power x for x <= 0: a short series of x / 1024, squared ten times. */
static double exponential(double x) {
  const double y = (x < -700 ? -700 : x) / 1024;
  double power = 1 + y * (1 + y / 2 * (1 + y / 3 * (1 + y / 4 * (1 + y / 5 * (1 + y / 6)))));
  for (int k = 0; k < 10; k++) power *= power;
  return power;
}
