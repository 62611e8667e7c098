static double operations(const Attention *l) {
  double logits = 0;
  for (Index row = 0; row < l->queries * ATTENTION_GROUP; row++)
    logits += (double)(end_of_keys(l, row) - first_key(l, row));
  return 2.0 * logits * (double)(l->batch * l->key_value_heads)
      * (ATTENTION_QUERY_DIM + ATTENTION_VALUE_DIM);
}

/* Arguments: rounds of which the least time counts (default 10), tokens-first for that layout. */
int main(int count, char **arguments) {
  const int rounds = count > 1 ? atoi(arguments[1]) : 10;
  const Attention layer = make_layer(count > 2 && strcmp(arguments[2], "tokens-first") == 0);
  void *workspace = malloc(attention_workspace_bytes(&layer));
  require(workspace ? attention(&layer, workspace) : 1);
#ifdef ATTENTION_COUNT
  printf("words Q %lld\nwords K %lld\nwords V %lld\nwords O %lld\nwords statistics %lld\n", words_q,
         words_k, words_v, words_o, words_statistics);
#endif
  const double error = error_of(&layer);
  const int agrees = error <= tolerance;
  printf("largest error %.2e of the largest output: %s\n", error, agrees ? "agrees" : "DIFFERS");
  double best = 1e30;
  for (int round = 0; agrees && round < rounds; round++) {
    const double took = seconds_of(&layer, workspace);
    if (took < best) best = took;
  }
  if (agrees && rounds > 0) {
    const double rate = operations(&layer) / best;
    const double peak = threads() * peak_operations_per_second();
    printf("time %.9f s, %.1f GFLOP/s, %.1f%% of the peak of %.1f on %d thread(s)\n", best,
           rate * 1e-9, 100 * rate / peak, peak * 1e-9, threads());
  }
  free(workspace);
  free_layer(&layer);
  return agrees ? 0 : 1;
}
