static inline Index most_keys_of_parts(Index row_tile, Index key_tile, int logits) {
  Index most = 0;
  for (Index s = 0; s < KEYS; s += KEY_PART) {
    set_part(s, KEY_PART);
    const Index words = most_keys(row_tile, key_tile, logits);
    if (words > most) most = words;
  }
  set_part(0, KEYS);
  return most;
}
