package org.flatsearch.results.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flatsearch.json.AtomicFolder;
import org.flatsearch.json.InvalidInputException;

/**
 * The files that an export produced, and its notes.
 *
 * @param files contents by file name, in the order in which a reader should see them; at least one.
 *     Names have no folder, because all files go into the folder that the user chooses
 * @param notes one sentence for each part of the schedule that the format could not express, so
 *     that words or cycles change in the peer; also in the files
 * @param remarks sentences on what no schedule has in this format, and on how to use the files
 * @param obstacle why the tool would stop at these files, if it would; also among the notes. {@code
 *     export} writes such files with {@code --force} only
 */
public record ExportedFiles(
    Map<String, String> files,
    List<String> notes,
    List<String> remarks,
    Optional<String> obstacle) {
  /** Files without remarks, at which no tool stops. */
  public ExportedFiles(Map<String, String> files, List<String> notes) {
    this(files, notes, List.of(), Optional.empty());
  }

  public ExportedFiles {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    notes = List.copyOf(notes);
    remarks = List.copyOf(remarks);
    Objects.requireNonNull(obstacle, "obstacle");
  }

  /** Says which other contents these files replace in a folder, if they do. */
  public Optional<String> replaced(Path folder) {
    List<String> replaced =
        files.keySet().stream()
            .filter(name -> differs(folder.resolve(name), files.get(name)))
            .toList();
    return replaced.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Other files of the same names are replaced: " + String.join(", ", replaced) + ".");
  }

  private static boolean differs(Path file, String content) {
    try {
      return Files.isRegularFile(file)
          && !Arrays.equals(Files.readAllBytes(file), content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      return true; // Writing it says what is wrong.
    }
  }

  /**
   * Writes all files: together where the folder has no others, else each whole or not at all.
   *
   * @param folder the folder to write to; created if it does not exist
   * @throws InvalidInputException if the folder or a file in it cannot be written
   * @throws org.flatsearch.json.WriteFailedException if the disk fails or is full
   */
  public void writeTo(Path folder) {
    AtomicFolder.replace(folder, files);
  }
}
