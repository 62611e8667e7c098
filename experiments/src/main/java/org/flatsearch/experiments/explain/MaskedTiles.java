package org.flatsearch.experiments.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.AttentionWorkload;

/**
 * What a mask leaves of the tiles of rows × keys of the Logit stage. A tile with a visible logit is
 * worked on whole, others are skipped.
 *
 * @param rowTile rows of a tile
 * @param keyTile keys of a tile: of a step, if tiles of keys have steps
 * @param usefulLogits visible logits of all instances
 * @param executedLogits logits of the tiles that are worked on, of all instances
 * @param map a line for each tile of rows, a letter for each tile of keys: {@code #} if all of it
 *     is visible, {@code +} if a part is, {@code .} if it is skipped. Of more than 16 × 24 tiles,
 *     neighbours are drawn as one
 * @param sizes what tiles of other sizes would execute, this one included, by rows, then keys
 */
public record MaskedTiles(
    int rowTile,
    int keyTile,
    long usefulLogits,
    long executedLogits,
    List<String> map,
    List<Size> sizes) {
  /** The logits that tiles of one size execute. */
  public record Size(int rowTile, int keyTile, long executedLogits) {}

  private static final int MOST_LINES = 16;
  private static final int MOST_LETTERS = 24;

  /** What the mask of {@code workload} leaves of the tiles of {@code schedule}. */
  static MaskedTiles of(AttentionSchedule schedule, AttentionWorkload workload) {
    int rowTile = schedule.tile(Stage.LOGIT, Dimension.ROW);
    int loaded = schedule.tile(Stage.LOGIT, Dimension.KEY);
    int keyTile = schedule.keyStep() > 0 ? schedule.keyStep() : loaded;
    List<Size> sizes = new ArrayList<>();
    for (int rows : around(rowTile, workload.rows())) {
      for (int keys : around(keyTile, workload.keys())) {
        int around = keys == keyTile ? loaded : keys;
        sizes.add(new Size(rows, keys, new Runs(workload, rows, around, keys).logits()));
      }
    }
    Runs runs = new Runs(workload, rowTile, loaded, keyTile);
    return new MaskedTiles(
        rowTile, keyTile, workload.visibleLogits(), runs.logits(), map(runs), sizes);
  }

  /** Half the tile, the tile, and twice the tile, from 1 to the extent. */
  private static int[] around(int tile, int extent) {
    return IntStream.of((tile + 1) / 2, tile, (int) Math.min(extent, 2L * tile))
        .distinct()
        .toArray();
  }

  private static List<String> map(Runs runs) {
    int rows = runs.workload.rows();
    int keys = runs.workload.keys();
    long lineRows = (long) runs.rowTile * group(rows, runs.rowTile, MOST_LINES);
    long letterKeys = (long) runs.keyTile * group(keys, runs.keyTile, MOST_LETTERS);
    List<String> lines = new ArrayList<>();
    for (long row = 0; row < rows; row += lineRows) {
      StringBuilder line = new StringBuilder();
      int lastRow = (int) Math.min(rows, row + lineRows) - 1;
      for (long key = 0; key < keys; key += letterKeys) {
        int lastKey = (int) Math.min(keys, key + letterKeys) - 1;
        line.append(runs.letter((int) row, lastRow, (int) key, lastKey));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** How many tiles are drawn as one. */
  private static int group(int extent, int tile, int most) {
    return Extents.tiles(Extents.tiles(extent, tile), most);
  }

  /** The run of keys that live tiles of a tile of rows cover. */
  private record Runs(AttentionWorkload workload, int rowTile, int loaded, int keyTile) {
    private int query(int row) {
      return row / (workload.rows() / workload.queryLength());
    }

    private int lastOfTile(int row) {
      return (int) Math.min(workload.rows(), (long) row + rowTile) - 1;
    }

    /** The first key of the run of the row tile that begins at {@code row}. */
    private int from(int row) {
      int key = workload.firstKey(query(row));
      return key / loaded * loaded + key % loaded / keyTile * keyTile;
    }

    /** The key after the run. */
    private int to(int row) {
      int key = workload.lastKey(query(lastOfTile(row)));
      long end = Math.min(loaded, (key % loaded / keyTile + 1L) * keyTile);
      return (int) Math.min(workload.keys(), key / loaded * loaded + end);
    }

    long logits() {
      long logits = 0;
      for (long row = 0; row < workload.rows(); row += rowTile) {
        int first = (int) row;
        logits += (lastOfTile(first) + 1L - first) * (to(first) - from(first));
      }
      return logits * workload.instances();
    }

    char letter(int row, int lastRow, int key, int lastKey) {
      if (workload.firstKey(query(lastRow)) <= key && workload.lastKey(query(row)) >= lastKey) {
        return '#';
      }
      // The runs of neighbouring tiles of rows overlap or adjoin.
      return from(row) <= lastKey && to(lastRow / rowTile * rowTile) > key ? '+' : '.';
    }
  }

  void addTo(ObjectNode json) {
    json.put("rowTile", rowTile);
    json.put("keyTile", keyTile);
    json.put("usefulLogits", usefulLogits);
    json.put("executedLogits", executedLogits);
    map.forEach(json.putArray("map")::add);
    ArrayNode array = json.putArray("sizes");
    for (Size size : sizes) {
      array
          .addObject()
          .put("rowTile", size.rowTile)
          .put("keyTile", size.keyTile)
          .put("executedLogits", size.executedLogits);
    }
  }
}
