package org.flatsearch.experiments.command;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.flatsearch.results.catalogue.CatalogueObjective;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an objective of the catalogue, by the names that the help has. */
public final class ObjectiveConverter implements ITypeConverter<CatalogueObjective> {
  @Override
  public CatalogueObjective convert(String value) {
    return Arrays.stream(CatalogueObjective.values())
        .filter(objective -> objective.shortName().equals(value))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException("must be " + names() + ", found \"" + value + "\""));
  }

  private static String names() {
    return Arrays.stream(CatalogueObjective.values())
        .map(CatalogueObjective::shortName)
        .collect(Collectors.joining(", "))
        .replaceFirst(", (?=[^,]*$)", " or ");
  }
}
