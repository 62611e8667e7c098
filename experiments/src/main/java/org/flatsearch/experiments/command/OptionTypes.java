package org.flatsearch.experiments.command;

import java.nio.file.Path;
import org.flatsearch.json.PlainNumber;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How all commands read the values of their arguments, by type. */
public final class OptionTypes {
  private OptionTypes() {}

  /** Has a command line, including its subcommands, read values like this. */
  public static CommandLine registerFor(CommandLine commandLine) {
    ITypeConverter<Double> number = OptionTypes::number;
    return commandLine
        .registerConverter(Path.class, new PathConverter())
        .registerConverter(Double.class, number)
        .registerConverter(double.class, number);
  }

  private static double number(String text) {
    return PlainNumber.parse(text)
        .orElseThrow(() -> new TypeConversionException("'" + text + "' is not a number"));
  }
}
