package org.flatsearch.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads YAML documents whose root is a mapping, as strictly as {@link StrictJson} reads JSON:
 * without aliases, and a single document. Messages name the line and column of each value too.
 */
public final class StrictYaml {
  /**
   * Largest file that is read, in bytes. The parser takes the square of the length of the longest
   * text in the file: 20 s for 4 MiB.
   */
  public static final int MAXIMUM_BYTES = 1 << 20;

  private static final YAMLFactory FACTORY = factory();

  private StrictYaml() {}

  private static YAMLFactory factory() {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MAXIMUM_BYTES);
    return YAMLFactory.builder()
        .loaderOptions(limits)
        .streamReadConstraints(TreeParser.LIMITS)
        .build();
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException if it cannot be read or is not such a file, naming the place
   */
  public static JsonObjectReader readFile(Path file) {
    return readString(StrictJson.readText(file, MAXIMUM_BYTES), file.toString());
  }

  /**
   * Reads text.
   *
   * @param origin what messages call it
   * @throws InvalidInputException if it is not such a document, naming the place
   */
  public static JsonObjectReader readString(String text, String origin) {
    Map<String, Source.Mark> marks = new HashMap<>();
    try (YAMLParser parser = FACTORY.createParser(text)) {
      try {
        return new JsonObjectReader(
            new TreeParser(parser, origin, 1, marks).root(), new Source(origin, marks), "");
      } catch (StreamConstraintsException e) {
        var at = parser.currentLocation();
        throw new Location(origin, "", at.getLineNr(), at.getColumnNr())
            .invalid(JsonProblem.explain(e, 1) + ".", e);
      }
    } catch (JsonProcessingException e) {
      YamlProblem problem = YamlProblem.of(e, text);
      throw new Location(origin, "", problem.line(), problem.column())
          .invalid("not valid YAML: " + problem.reason() + ".", e);
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory", e);
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException e) {
      // The YAML parser underneath throws some exceptions that Jackson does not translate.
      throw new InvalidInputException(
          origin + ": not valid YAML: " + YamlProblem.tidy(String.valueOf(e.getMessage())) + ".",
          e);
    }
  }
}
