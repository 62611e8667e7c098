package org.flatsearch.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads and writes JSON documents whose root is an object, in UTF-8.
 *
 * <p>Reading refuses, with an {@link InvalidInputException} that names the file and where possible
 * line and column: what is not JSON (comments, NaN, trailing commas), duplicate keys, anything
 * after the document, more than 64 levels, more than {@value #MAXIMUM_BYTES} bytes, numbers of more
 * than 400 characters, and other encodings. A byte order mark is skipped. Writing keeps the order
 * of the fields and ends lines with a single line feed on every platform.
 */
public final class StrictJson {

  /** The largest document that is read, in bytes: 64 MiB. */
  public static final int MAXIMUM_BYTES = 67108864;

  /** Whole numbers below this are exact in a double: 2^53. */
  private static final double EXACT_INTEGERS = 9007199254740992.0;

  private static final JsonFactory FACTORY =
      JsonFactory.builder().streamReadConstraints(TreeParser.LIMITS).build();

  /** Apart, because making a writer takes longer than all that a search reads. */
  private static final class Writer {
    private static final ObjectWriter WRITER = JsonMapper.builder().build().writer(prettyPrinter());
  }

  private StrictJson() {}

  /**
   * Reads the document in a file.
   *
   * @throws InvalidInputException if it can't be read or breaks a rule above
   */
  public static JsonObjectReader readFile(Path file) {
    return readString(readText(file, MAXIMUM_BYTES), file.toString());
  }

  /**
   * The text of a file of bounded size, without a byte order mark.
   *
   * @throws InvalidInputException if it can't be read, is larger or not in UTF-8
   */
  public static String readText(Path file, int mostBytes) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(mostBytes + 1);
      if (bytes.length > mostBytes) {
        throw new InvalidInputException(
            "%s: the file has more than %s bytes, the most allowed; is it the right one?"
                .formatted(file, mostBytes));
      }
      return withoutMark(decode(bytes, file.toString()));
    } catch (IOException e) {
      throw FileErrors.unreadable(file, e);
    }
  }

  /**
   * Reads a document from memory, for instance a resource.
   *
   * @param origin what messages call the document, such as a file name
   */
  public static JsonObjectReader readBytes(byte[] utf8, String origin) {
    return readString(decode(utf8, origin), origin);
  }

  /**
   * Reads a document from a string.
   *
   * @param origin what messages call the document, such as a file name
   */
  public static JsonObjectReader readString(String text, String origin) {
    return new JsonObjectReader(parse(text, origin, 1, null), Source.of(origin), "");
  }

  /** The same, with readers that also know the line and column of each value. */
  public static JsonObjectReader readLocated(String text, String origin) {
    Map<String, Source.Mark> marks = new HashMap<>();
    return new JsonObjectReader(parse(text, origin, 1, marks), new Source(origin, marks), "");
  }

  /**
   * Reads a document that is one of many lines of a file.
   *
   * @param file what messages call the file
   * @param number the number of the line, counted from 1
   */
  public static JsonObjectReader readLine(String line, String file, long number) {
    Source source = Source.of(file + ", line " + number);
    return new JsonObjectReader(parse(line, file, number, null), source, "");
  }

  /** A new, empty object to fill and write. */
  public static ObjectNode newObject() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * A number as people write it: 940000000 rather than 9.4E8.
   *
   * @throws IllegalArgumentException for NaN and infinities, which JSON doesn't have
   */
  public static NumericNode number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no number " + value);
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS;
    return whole ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value);
  }

  /** The document as text, indented by two spaces, with a line feed at its end. */
  public static String write(ObjectNode document) {
    try {
      return Writer.WRITER.writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes can always be written", e);
    }
  }

  /**
   * Writes the document to a file, whole or not at all.
   *
   * @throws InvalidInputException if it can't be written there
   * @throws WriteFailedException if the disk fails or is full
   */
  public static void writeFile(Path file, ObjectNode document) {
    AtomicFile.write(file, write(document));
  }

  private static ObjectNode parse(
      String text, String origin, long firstLine, Map<String, Source.Mark> marks) {
    try (JsonParser parser = FACTORY.createParser(withoutMark(text))) {
      try {
        return new TreeParser(parser, origin, firstLine, marks).root();
      } catch (JsonProcessingException e) {
        // The library does not say where something exceeds a limit.
        JsonLocation at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
        int line = (int) (firstLine - 1) + at.getLineNr();
        throw new Location(origin, "", line, at.getColumnNr())
            .invalid(JsonProblem.explain(e, firstLine) + ".", e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a string can always be read", e);
    }
  }

  /** The text without a byte order mark. */
  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static String decode(byte[] utf8, String origin) {
    // A byte order mark of UTF-16: FE FF or FF FE.
    if (utf8.length >= 2 && (utf8[0] & 0xFF) + (utf8[1] & 0xFF) == 0xFE + 0xFF) {
      throw new InvalidInputException(
          origin + ": the text is encoded as UTF-16 or UTF-32; save it as UTF-8.");
    }
    // Unlike a constructor of String, a decoder reports malformed bytes.
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(utf8);
    CharBuffer text = CharBuffer.allocate(utf8.length);
    if (decoder.decode(bytes, text, true).isError()) {
      long line = 1 + text.flip().chars().filter(c -> c == '\n').count();
      throw new InvalidInputException(
          "%s, line %s: the text is not UTF-8; save it as UTF-8.".formatted(origin, line));
    }
    return text.flip().toString();
  }

  private static DefaultPrettyPrinter prettyPrinter() {
    var indenter = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""))
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }
}
