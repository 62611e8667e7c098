/* The keys that a row sees: as many as the window has, the last of them its query's own. */
static Index last_key(Index row) { return row / GROUP + KEY_LENGTH - QUERY_LENGTH; }

static Index first_key(Index row) {
  const Index first = last_key(row) - WINDOW + 1;
  return first > 0 ? first : 0;
}
