/* The logits of rows that tiles of either stage need: the first key, and the one after the last. */
static Index logits_from(Index p) {
  return least(keys_from(p, LOGIT_TILE_KEY), keys_from(p, ATTEND_TILE_KEY));
}

static Index logits_to(Index p, Index np) {
  const Index to = keys_to(p, np, LOGIT_TILE_KEY), of_attend = keys_to(p, np, ATTEND_TILE_KEY);
  return to > of_attend ? to : of_attend;
}

static Index most_logits(Index row_tile) {
  Index most = 0;
  for (Index p = 0; p < ROWS; p += row_tile) {
    const Index np = least(row_tile, ROWS - p);
    const Index words = np * (logits_to(p, np) - logits_from(p));
    if (words > most) most = words;
  }
  return most;
}
