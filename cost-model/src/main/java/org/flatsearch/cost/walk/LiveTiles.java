package org.flatsearch.cost.walk;

import java.util.Arrays;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Which tiles of rows and of keys of one stage have a visible logit in common. The visible keys of
 * neighbouring rows overlap or adjoin, so the live key tiles of a row tile are a run, and so are
 * the live row tiles of a key tile. Rows are ordered by query: row r belongs to query r / g, where
 * g is the number of query heads of a key/value head.
 */
final class LiveTiles {
  final int rowTile;
  final int keyTile;
  final int keys;
  final int rowTiles;
  final int keyTiles;

  /** The first and the last key that any row of a row tile sees. */
  final int[] firstKey;

  final int[] lastKey;

  /** The first and the last row tile that sees any key of a key tile. */
  private final int[] firstRow;

  private final int[] lastRow;

  LiveTiles(AttentionWorkload workload, int rowTile, int keyTile) {
    this.rowTile = rowTile;
    this.keyTile = keyTile;
    int rows = workload.rows();
    keys = workload.keys();
    int heads = rows / workload.queryLength();
    rowTiles = (rows - 1) / rowTile + 1;
    keyTiles = (keys - 1) / keyTile + 1;
    WalkLimits.require(
        "tiles of rows and keys", (long) rowTiles + keyTiles, WalkLimits.MOST_UNLIKE);
    firstKey = new int[rowTiles];
    lastKey = new int[rowTiles];
    firstRow = new int[keyTiles];
    lastRow = new int[keyTiles];
    Arrays.fill(firstRow, rowTiles);
    Arrays.fill(lastRow, -1);
    boolean isMasked = !workload.mask().isNone();
    for (int p = 0; p < rowTiles; p++) {
      int end = (int) Math.min(rows, (p + 1L) * rowTile);
      firstKey[p] = isMasked ? workload.firstKey(p * rowTile / heads) : 0;
      lastKey[p] = isMasked ? workload.lastKey((end - 1) / heads) : keys - 1;
    }
    // No run begins or ends before that of an earlier row tile.
    for (int p = 0, m = 0; p < rowTiles; p++) {
      for (m = Math.max(m, firstKey(p)); m <= lastKey(p); m++) {
        firstRow[m] = p;
      }
    }
    for (int p = rowTiles - 1, m = keyTiles - 1; p >= 0; p--) {
      for (m = Math.min(m, lastKey(p)); m >= firstKey(p); m--) {
        lastRow[m] = p;
      }
    }
  }

  /** The first live key tile of a row tile. */
  int firstKey(int row) {
    return firstKey[row] / keyTile;
  }

  /** The last live key tile of a row tile. */
  int lastKey(int row) {
    return lastKey[row] / keyTile;
  }

  /** The first live row tile of a key tile; after {@link #lastRow} if no row sees it. */
  int firstRow(int key) {
    return firstRow[key];
  }

  int lastRow(int key) {
    return lastRow[key];
  }

  /** The first key tile that any row sees. */
  int firstKeyOfAll() {
    return firstKey(0);
  }

  /** The last key tile that any row sees. */
  int lastKeyOfAll() {
    return lastKey(rowTiles - 1);
  }

  /** Elements of a run of key tiles. */
  int keysOf(int from, int to) {
    return (int) Math.min((to + 1L) * keyTile, keys) - from * keyTile;
  }

  /** Elements of a run of row tiles. */
  int rowsOf(int from, int to, int rows) {
    return (int) Math.min((to + 1L) * rowTile, rows) - from * rowTile;
  }

  /** Logits of the live tiles of a row tile of so many rows. */
  long logits(int row, int rows) {
    int from = row * rowTile;
    int size = Math.min(rowTile, rows - from);
    return (long) size * keysOf(firstKey(row), lastKey(row));
  }
}
