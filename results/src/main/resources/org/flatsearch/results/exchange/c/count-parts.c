/*
 * Whether the sums that O holds are all of a part of the keys: then they leave with two statistics
 * a row, at the last columns, and count as these.
 */
static int are_whole, have_last_column;

static void end_part(int whole, int last_column) {
  are_whole = whole;
  have_last_column = last_column;
}

#define COUNT_STORED(t) \
  (*((t) == &O && are_whole ? &statistics.moved : &(t)->moved) += \
       (t)->nc + ((t) == &O && are_whole && have_last_column ? 2 : 0))
