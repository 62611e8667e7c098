package org.flatsearch.experiments.tiles;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Iterator;
import java.util.function.Consumer;
import org.flatsearch.json.FileChanges;
import org.flatsearch.json.FileErrors;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.json.WriteFailedException;
import org.flatsearch.spec.AttentionWorkload;

/**
 * What is finished of a table, beside its file: a line that says what is searched, then one for
 * each shape, in their order. A kill leaves at most the last line unfinished.
 */
final class TileJournal implements AutoCloseable {
  private final Path file;
  private final Writer writer;

  /** How many shapes it has at the beginning. */
  private final int kept;

  private TileJournal(Path file, Writer writer, int kept) {
    this.file = file;
    this.writer = writer;
    this.kept = kept;
  }

  /** The journal of a table. */
  static Path of(Path table) {
    return table.resolveSibling(table.getFileName() + ".part");
  }

  /**
   * Opens a journal.
   *
   * @param isKept whether to continue what there is
   * @throws InvalidInputException if that is of another table
   */
  static TileJournal open(
      Path file, TileSearch search, Collection<AttentionWorkload> shapes, boolean isKept) {
    String head = head(search);
    try {
      long bytes = 0;
      int kept = 0;
      if (isKept && Files.exists(file)) {
        String text = Files.readString(file);
        bytes = wholeLines(text).getBytes(StandardCharsets.UTF_8).length;
        kept = check(file, wholeLines(text), head, shapes);
      }
      try (var channel =
          java.nio.channels.FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.truncate(bytes);
      }
      Writer writer = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
      TileJournal journal = new TileJournal(file, writer, kept);
      if (bytes == 0) {
        journal.append(head);
      }
      return journal;
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static String wholeLines(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1);
  }

  private static int check(
      Path file, String text, String head, Collection<AttentionWorkload> shapes) {
    int number = 0;
    Iterator<AttentionWorkload> wanted = shapes.iterator();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      boolean isRight =
          number == 0
              ? line.equals(head)
              : wanted.hasNext()
                  && line.startsWith(start(ShapeTiles.none(wanted.next(), "").toJson()));
      if (!isRight) {
        throw new InvalidInputException(
            "%s, line %d: is of another table: of other shapes, another kernel, chip, model or --count. Give the options that it was begun with, or begin anew with --force instead of --resume."
                .formatted(file, number + 1));
      }
      number++;
    }
    return Math.max(0, number - 1);
  }

  /** What the line of a shape begins with. */
  private static String start(ObjectNode shape) {
    shape.remove("reason");
    String text = shape.toString();
    return text.substring(0, text.length() - 1);
  }

  private static String head(TileSearch search) {
    ObjectNode head = StrictJson.newObject();
    TableNote.of(search).forEach(head.putArray("note")::add);
    head.put("count", search.count());
    head.set("kernel", search.kernel().document());
    head.set("chip", search.chip().toJson());
    return head.toString();
  }

  int kept() {
    return kept;
  }

  /** Keeps a shape; it is in the file when this returns. */
  void add(ShapeTiles tiles) {
    append(tiles.toJson().toString());
  }

  private void append(String line) {
    try {
      FileChanges.before(FileChanges.Change.WRITE, file);
      writer.write(line + "\n");
      writer.flush();
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** Gives all shapes again. */
  void forEach(Collection<AttentionWorkload> shapes, Consumer<ShapeTiles> each) {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      reader.readLine();
      int number = 1;
      for (AttentionWorkload shape : shapes) {
        number++;
        each.accept(
            ShapeTiles.of(
                shape, StrictJson.readLine(reader.readLine(), file.toString(), number).node()));
      }
    } catch (IOException e) {
      throw FileErrors.unreadable(file, e);
    }
  }

  /** Removes the journal: the table is whole. */
  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static WriteFailedException failed(Path file, IOException e) {
    return new WriteFailedException(
        file + ": the file can't be written: " + FileErrors.reason(e) + ".", e);
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw failed(file, e);
    }
  }
}
