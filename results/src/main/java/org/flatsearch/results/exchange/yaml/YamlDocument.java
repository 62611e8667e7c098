package org.flatsearch.results.exchange.yaml;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flatsearch.json.FileErrors;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.ShownText;
import org.flatsearch.json.StrictJson;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads YAML files of other tools: in UTF-8, of bounded size and depth, without duplicate keys and
 * aliases.
 */
public final class YamlDocument {
  /**
   * Largest file that is read, in bytes. Mappings take some thousands. The parser takes the square
   * of the length of the longest text in the file: 20 s for 4 MiB.
   */
  public static final int MAXIMUM_BYTES = 1 << 20;

  /** Deepest nesting that is read. */
  public static final int MAXIMUM_DEPTH = 64;

  private static final YAMLFactory FACTORY = factory();

  // As a double, 1e999 would be infinite, and rules are about finite numbers.
  private static final ObjectReader READER =
      YAMLMapper.builder(FACTORY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .readerFor(JsonNode.class);

  private YamlDocument() {}

  private static YAMLFactory factory() {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MAXIMUM_BYTES);
    return YAMLFactory.builder()
        .loaderOptions(limits)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAXIMUM_DEPTH).build())
        .build();
  }

  /**
   * Reads a file whose document is a mapping of keys to values.
   *
   * @throws InvalidInputException if it cannot be read or is not such a file, naming the place
   */
  public static JsonObjectReader readFile(Path file) {
    String origin = file.toString();
    try (InputStream in = Files.newInputStream(file)) {
      // The size of a pipe is not known before.
      byte[] bytes = in.readNBytes(MAXIMUM_BYTES + 1);
      if (bytes.length > MAXIMUM_BYTES) {
        throw new InvalidInputException(
            origin + ": the file is larger than " + MAXIMUM_BYTES + " bytes; is it a mapping?");
      }
      return readString(decode(bytes, origin), origin);
    } catch (IOException e) {
      throw FileErrors.unreadable(file, e);
    }
  }

  private static String decode(byte[] bytes, String origin) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          origin + ": the file is not UTF-8 text. Save it in that encoding.", e);
    }
  }

  /**
   * Reads text that is a mapping of keys to values.
   *
   * @param origin what messages call it
   * @throws InvalidInputException if it is not, naming the place
   */
  public static JsonObjectReader readString(String text, String origin) {
    try {
      requireContent(text, origin);
      JsonNode root = onlyDocument(text, origin);
      if (root instanceof ObjectNode object) {
        return JsonObjectReader.over(object, origin);
      }
      throw new InvalidInputException(
          origin + ": must be a YAML mapping, such as 'mapping: …', at the top.");
    } catch (JsonProcessingException e) {
      YamlProblem problem = YamlProblem.of(e, text);
      throw new InvalidInputException(
          origin + problem.place() + ": not valid YAML: " + problem.reason() + ".", e);
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory", e);
    } catch (RuntimeException e) {
      if (e instanceof InvalidInputException) {
        throw e;
      }
      // The YAML parser underneath throws some exceptions that Jackson does not translate.
      throw new InvalidInputException(
          origin + ": not valid YAML: " + firstLine(e.getMessage()) + ".", e);
    }
  }

  /**
   * Refuses empty files, aliases and endless numbers. Jackson would read an alias as a string, its
   * anchor's name, and numbers of YAML of any length, in the square of the time.
   */
  private static void requireContent(String text, String origin) throws IOException {
    try (YAMLParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new InvalidInputException(
            origin + ": the file has only blanks and comments. Name another one.");
      }
      do {
        if (parser.isCurrentAlias()) {
          throw new InvalidInputException(
              "%s: '*%s' is an alias, which is not followed; write out what it stands for."
                  .formatted(place(parser, origin), ShownText.of(parser.getText())));
        }
        if (parser.currentToken().isNumeric()
            && parser.getTextLength() > StrictJson.MAXIMUM_DIGITS) {
          throw new InvalidInputException(
              "%s: a number of more than %s characters; round it."
                  .formatted(place(parser, origin), StrictJson.MAXIMUM_DIGITS));
        }
      } while (parser.nextToken() != null);
    }
  }

  private static JsonNode onlyDocument(String text, String origin) throws IOException {
    try (JsonParser parser = READER.createParser(text)) {
      JsonNode root = READER.readValue(parser);
      if (parser.nextToken() != null) {
        throw new InvalidInputException(
            place(parser, origin)
                + ": a second document, after '---'; only one is read from a file. Put it into a"
                + " file of its own, or leave it out.");
      }
      return root;
    }
  }

  private static String place(JsonParser parser, String origin) {
    return origin + ", line " + parser.currentTokenLocation().getLineNr();
  }

  private static String firstLine(String message) {
    if (message == null) {
      return "unreadable";
    }
    String line = message.strip().lines().findFirst().orElse("unreadable");
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
