/* The logits of rows that tiles of either stage need: the first key, and the one after the last. */
static Index logits_from(Index p) {
  return least(keys_from(p, LOGIT_TILE_KEY), keys_from(p, ATTEND_TILE_KEY));
}

static Index logits_to(Index p, Index np) {
  const Index to = keys_to(p, np, LOGIT_TILE_KEY), of_attend = keys_to(p, np, ATTEND_TILE_KEY);
  return to > of_attend ? to : of_attend;
}

/* The most logits of a tile of rows that both stages need, or that one of them needs. */
static Index most_logits(Index row_tile, int both) {
  Index most = 0;
  for (Index p = 0; p < ROWS; p += row_tile) {
    const Index np = least(row_tile, ROWS - p);
    const Index logit = keys_to(p, np, LOGIT_TILE_KEY) - keys_from(p, LOGIT_TILE_KEY);
    const Index attend = keys_to(p, np, ATTEND_TILE_KEY) - keys_from(p, ATTEND_TILE_KEY);
    const Index keys =
        both ? logits_to(p, np) - logits_from(p) : logit > attend ? logit : attend;
    if (np * keys > most) most = np * keys;
  }
  return most;
}
