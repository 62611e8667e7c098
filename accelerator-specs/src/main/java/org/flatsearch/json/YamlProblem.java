package org.flatsearch.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Objects;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * What keeps a text from being YAML, and where: as the YAML parser says, whose place and reason
 * Jackson replaces by those of what it was reading then.
 *
 * @param line from 1; 0 if the place is not known
 * @param column from 1; 0 if the place is not known
 * @param reason without the names of classes, and without a final period
 */
record YamlProblem(int line, int column, String reason) {
  /** The problem behind an exception from parsing {@code text}. */
  static YamlProblem of(JsonProcessingException e, String text) {
    MarkedYAMLException marked = cause(e, MarkedYAMLException.class);
    if (marked != null && marked.getProblemMark() != null) {
      Mark mark = marked.getProblemMark();
      return new YamlProblem(mark.getLine() + 1, mark.getColumn() + 1, tidy(marked.getProblem()));
    }
    ReaderException unreadable = cause(e, ReaderException.class);
    if (unreadable != null) {
      return forbidden(unreadable.getCodePoint(), text);
    }
    JsonLocation at = e.getLocation();
    return at == null
        ? new YamlProblem(0, 0, tidy(e.getOriginalMessage()))
        : new YamlProblem(
            Math.max(1, at.getLineNr()),
            Math.max(1, at.getColumnNr()),
            tidy(e.getOriginalMessage()));
  }

  /** The problem that a character is nowhere allowed, at the first place where it stands. */
  private static YamlProblem forbidden(int character, String text) {
    String before = text.substring(0, Math.max(0, text.indexOf(character)));
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
    return new YamlProblem(
        line, column, "the character U+%04X is not allowed; remove it".formatted(character));
  }

  private static <T> T cause(Throwable e, Class<T> kind) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst()
        .orElse(null);
  }

  static String tidy(String message) {
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
