package org.flatsearch.experiments.tiles;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flatsearch.experiments.kernel.KernelSearch.Choice;
import org.flatsearch.spec.AttentionWorkload;

/** The table as CSV without quotes: a row for each choice, which can be read as a shape again. */
final class CsvTable extends TableWriter {
  CsvTable(TileSearch search, Consumer<String> out) {
    super(search, out);
  }

  @Override
  void begin() {
    note("# ");
    write(
        "chip,kernel,dtype,kv_dtype,batch,queries,keys,query_heads,kv_heads,query_dim,value_dim,mask,window,rank,"
            + String.join(",", search.kernel().parameters().keySet())
            + ",milliseconds,over_best,bound_milliseconds,model,reason\n");
  }

  @Override
  void add(ShapeTiles tiles) {
    if (tiles.choices().isEmpty()) {
      String none = ",".repeat(search.kernel().parameters().size());
      row(tiles, Stream.of("" + none, "", "", "", "", tiles.reason().replace(',', ';')));
    }
    int rank = 0;
    for (Choice choice : tiles.choices()) {
      rank++;
      row(
          tiles,
          Stream.of(
              rank,
              choice.parameters().values().stream()
                  .map(Object::toString)
                  .collect(Collectors.joining(",")),
              1000 * choice.seconds(),
              tiles.overBest(choice),
              1000 * tiles.boundSeconds(),
              tiles.model(),
              ""));
    }
  }

  private void row(ShapeTiles tiles, Stream<Object> cells) {
    List<Object> row = new ArrayList<>(List.of(search.chip().name(), search.kernel().name()));
    row.addAll(shape(tiles.shape()));
    cells.forEach(row::add);
    write(row.stream().map(Object::toString).collect(Collectors.joining(",")) + "\n");
  }

  /** The cells of a shape, from dtype to window. */
  static List<Object> shape(AttentionWorkload shape) {
    return List.of(
        ShapeTiles.type(shape.bytes().q()),
        ShapeTiles.type(shape.bytes().k()),
        shape.batch(),
        shape.queryLength(),
        shape.keyLength(),
        shape.queryHeads(),
        shape.keyValueHeads(),
        shape.queryDim(),
        shape.valueDim(),
        ShapeTiles.kind(shape.mask()),
        ShapeTiles.window(shape.mask()).map(Object::toString).orElse(""));
  }

  @Override
  void end() {
    // The last row is the end.
  }
}
