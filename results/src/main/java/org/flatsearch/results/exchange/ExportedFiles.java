package org.flatsearch.results.exchange;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.json.AtomicFile;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.OutputFolder;

/**
 * What an export made.
 *
 * @param files contents by file name, in the order in which a reader wants them
 * @param notes one sentence for each thing that the format could not express; also in the files
 */
public record ExportedFiles(Map<String, String> files, List<String> notes) {
  public ExportedFiles {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    notes = List.copyOf(notes);
  }

  /**
   * Writes all files, or none where the disk is full.
   *
   * @param folder where to; made if it does not exist
   * @throws InvalidInputException if the folder or a file in it cannot be written
   * @throws org.flatsearch.json.WriteFailedException if the disk fails or is full
   */
  public void writeTo(Path folder) {
    OutputFolder.make(folder);
    Map<Path, String> texts = new LinkedHashMap<>();
    files.forEach((name, content) -> texts.put(folder.resolve(name), content));
    AtomicFile.writeAll(texts);
  }
}
