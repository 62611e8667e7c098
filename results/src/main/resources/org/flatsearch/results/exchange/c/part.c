/* The part of the keys at hand, and the keys of it that a row sees. */
static Index part_from = 0, part_to = KEYS;

static Index last_key(Index row) { return least(last_seen(row), part_to - 1); }

static Index first_key(Index row) {
  const Index first = first_seen(row);
  return first > part_from ? first : part_from;
}

static void set_part(Index from, Index size) {
  part_from = from;
  part_to = least(KEYS, from + size);
}
