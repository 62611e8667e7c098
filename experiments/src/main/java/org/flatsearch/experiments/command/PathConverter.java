package org.flatsearch.experiments.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.flatsearch.json.FileErrors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads paths. picocli's own converter would report what it can't read by the names of classes. */
final class PathConverter implements ITypeConverter<Path> {
  @Override
  public Path convert(String name) {
    // As a path, it would be the current folder.
    if (name.isEmpty()) {
      throw new TypeConversionException("The name of a file or folder is empty; give it one");
    }
    // Elsewhere it means a stream; here, it would leave a file that is hard to remove.
    if (name.equals("-")) {
      throw new TypeConversionException(
          "'-' is no stream here: /dev/stdin and /dev/stdout are, and ./- is a file of that name");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(FileErrors.noPath(e).getMessage());
    }
  }
}
