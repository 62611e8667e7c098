package org.flatsearch.experiments.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a command shows its result. */
enum Format {
  /** For people. */
  TEXT,
  /** For programs. */
  JSON;

  /** Reads the value of the option. */
  static final class Converter implements ITypeConverter<Format> {
    @Override
    public Format convert(String value) {
      return switch (value) {
        case "text" -> TEXT;
        case "json" -> JSON;
        default ->
            throw new TypeConversionException("must be text or json, found \"" + value + "\"");
      };
    }
  }
}
