/*
 * Arguments: seconds to spend, then for each candidate its tiles of rows, keys and values, the keys
 * of a part, and 1 for whole rows. Times the candidates in turns and prints for each whether it
 * agrees, and its least time.
 */
int main(int count, char **arguments) {
  enum { NUMBERS = 5, LEAST_ROUNDS = 3 };
  const Attention layer = make_layer(0);
  const int candidates = (count - 2) / NUMBERS;
  double *best = malloc((size_t)candidates * sizeof *best);
  size_t bytes = 0;
  if (!best) return 3;
  struct timespec begin, now;
  for (int round = -1, last = 0; !last; round++) {
    void *workspace = malloc(bytes);
    require(workspace || !bytes ? 0 : 1);
    for (int n = 0; n < candidates; n++) {
      Index *tile = (Index *)&chosen;
      for (int k = 0; k < NUMBERS; k++) tile[k] = atoll(arguments[2 + n * NUMBERS + k]);
      if (round < 0) {
        if (attention_workspace_bytes(&layer) > bytes) bytes = attention_workspace_bytes(&layer);
        require(attention(&layer, NULL));
        const double error = error_of(&layer);
        best[n] = error <= tolerance ? 1e30 : -1;
        continue;
      }
      const double took = best[n] < 0 ? 0 : seconds_of(&layer, workspace);
      if (took < best[n]) best[n] = took;
    }
    free(workspace);
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (round < 0) begin = now;
    last = round + 1 >= LEAST_ROUNDS && (double)(now.tv_sec - begin.tv_sec) >= atof(arguments[1]);
  }
  for (int n = 0; n < candidates; n++)
    if (best[n] < 0) printf("DIFFERS\n");
    else printf("time %.9f\n", best[n]);
  free(best);
  free_layer(&layer);
  return 0;
}
