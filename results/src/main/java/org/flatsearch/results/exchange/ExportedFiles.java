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
   * Writes each file, whole or not at all.
   *
   * @param folder where to; made if it does not exist
   * @throws InvalidInputException if the folder or a file in it cannot be written
   */
  public void writeTo(Path folder) {
    OutputFolder.make(folder);
    files.keySet().forEach(name -> AtomicFile.requireWritable(folder.resolve(name)));
    files.forEach((name, content) -> AtomicFile.write(folder.resolve(name), content));
  }
}
