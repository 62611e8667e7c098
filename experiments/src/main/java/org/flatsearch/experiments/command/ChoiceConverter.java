package org.flatsearch.experiments.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of a few values by the name that the help shows. */
abstract class ChoiceConverter<T> implements ITypeConverter<T> {
  private final Map<String, T> choices = new LinkedHashMap<>();

  ChoiceConverter(T[] values, Function<T, String> name) {
    for (T value : values) {
      choices.put(name.apply(value), value);
    }
  }

  @Override
  public T convert(String value) {
    if (!choices.containsKey(value)) {
      String names = String.join(", ", choices.keySet()).replaceFirst(", (?=[^,]*$)", " or ");
      throw new TypeConversionException("must be " + names + ", found \"" + value + "\"");
    }
    return choices.get(value);
  }
}
