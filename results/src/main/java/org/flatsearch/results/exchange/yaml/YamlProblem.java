package org.flatsearch.results.exchange.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Objects;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * What keeps a text from being YAML, and where: as the YAML parser says, whose place and reason
 * Jackson replaces by those of what it was reading then.
 *
 * @param line from 1; 0 if the place is not known
 * @param column from 1; 0 if the place is not known
 * @param reason without the names of classes, and without a final period
 */
public record YamlProblem(int line, int column, String reason) {
  /** The problem behind an exception. */
  public static YamlProblem of(JsonProcessingException e) {
    MarkedYAMLException marked =
        Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
            .filter(MarkedYAMLException.class::isInstance)
            .map(MarkedYAMLException.class::cast)
            .findFirst()
            .orElse(null);
    if (marked != null && marked.getProblemMark() != null) {
      Mark mark = marked.getProblemMark();
      return new YamlProblem(mark.getLine() + 1, mark.getColumn() + 1, tidy(marked.getProblem()));
    }
    JsonLocation at = e.getLocation();
    return at == null
        ? new YamlProblem(0, 0, tidy(e.getOriginalMessage()))
        : new YamlProblem(
            Math.max(1, at.getLineNr()),
            Math.max(1, at.getColumnNr()),
            tidy(e.getOriginalMessage()));
  }

  /** Such as {@code , line 2, column 1}; empty if the place is not known. */
  public String place() {
    return line == 0 ? "" : ", line " + line + ", column " + column;
  }

  private static String tidy(String message) {
    if (message.contains("\\t(TAB)")) {
      return "a tab stands where YAML allows only spaces; indent with spaces";
    }
    return message
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll(", got this instead: <.*>", "")
        .replaceAll(", from `[^`]*`", "")
        .replaceAll("\\s+", " ")
        .replaceAll("(?<![.\\s])[.\\s]+$", "");
  }
}
