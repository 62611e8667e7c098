package org.flatsearch.experiments.tiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.flatsearch.json.AtomicFile;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.spec.AttentionWorkload;

/** A table of the best blocks of shapes, of which only what is being searched is in memory. */
public final class TileTable {
  private final TileSearch search;
  private final List<AttentionWorkload> shapes;
  private final TableFormat format;
  private volatile int finished;

  /**
   * @param shapes each once
   */
  public TileTable(TileSearch search, Collection<AttentionWorkload> shapes, TableFormat format) {
    this.search = search;
    this.shapes = List.copyOf(shapes);
    this.format = format;
  }

  /** How far it is, in words. Any thread. */
  public String progress() {
    return "tiles: %d of %d shapes".formatted(finished, shapes.size());
  }

  /** Searches, and gives the table piece by piece. */
  public void show(Consumer<String> out) {
    TableWriter writer = format.writer(search, out);
    writer.begin();
    run(shapes, writer::add);
    writer.end();
  }

  /**
   * Refuses a file that exists, and what is unfinished of it.
   *
   * @throws InvalidInputException naming the file
   */
  public static void requireFree(Path file, boolean resume, boolean force) {
    AtomicFile.requireWritable(file);
    if (!force && Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file + ": the file exists and is kept; give --force to replace it, or another --out.");
    }
    Path journal = TileJournal.of(file);
    if (!force && !resume && Files.exists(journal)) {
      throw new InvalidInputException(
          journal
              + ": has what is finished of this table; continue with --resume, or begin anew with"
              + " --force.");
    }
  }

  /**
   * Searches, and writes the table whole; what is finished is kept beside it until then.
   *
   * @param resume whether to continue an earlier search that was not finished
   */
  public void write(Path file, boolean resume) {
    try (TileJournal journal = TileJournal.open(TileJournal.of(file), search, shapes, resume)) {
      finished = journal.kept();
      run(shapes.subList(finished, shapes.size()), journal::add);
      AtomicFile.write(
          file,
          channel -> {
            Writer out = Channels.newWriter(channel, StandardCharsets.UTF_8);
            write(journal, text -> append(out, text));
            out.flush();
          });
      journal.remove();
    }
  }

  private void run(List<AttentionWorkload> some, Consumer<ShapeTiles> each) {
    search.run(
        some,
        tiles -> {
          each.accept(tiles);
          finished++;
        });
  }

  private void write(TileJournal journal, Consumer<String> out) throws IOException {
    TableWriter writer = format.writer(search, out);
    try {
      writer.begin();
      journal.forEach(shapes, writer::add);
      writer.end();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void append(Writer out, String text) {
    try {
      out.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
