package org.flatsearch.results;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Damages documents in ways that occur in practice, and in some that should not. */
final class Mutation {
  private static final String[] VALUES = {
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "NaN",
    "99999999999999999999",
    "\"\"",
    "\"x\"",
    "[]",
    "{}",
    "0.5",
    "\"\\ud800\"",
    "[[[]]]",
    "{\"a\": {}}",
    "1" + "0".repeat(500)
  };

  private final Random random;

  Mutation(Random random) {
    this.random = random;
  }

  /** A damaged copy of {@code text}. */
  byte[] of(String text) {
    String damaged = text;
    for (int k = 0; k <= random.nextInt(3); k++) {
      damaged = once(damaged);
    }
    byte[] bytes = damaged.getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(12)) {
      case 0 -> damaged.getBytes(StandardCharsets.UTF_16);
      case 1 -> withByte(bytes);
      default -> bytes;
    };
  }

  private String once(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int from = random.nextInt(text.length());
    int to = Math.min(text.length(), from + 1 + random.nextInt(40));
    return switch (random.nextInt(9)) {
      case 0 -> text.substring(0, from);
      case 1 -> text.substring(0, from) + text.substring(to);
      case 2 -> text.substring(0, to) + text.substring(from);
      case 3 -> token(text, from, VALUES[random.nextInt(VALUES.length)]);
      case 4 -> text.substring(0, from) + (char) random.nextInt(0x10000) + text.substring(from);
      case 5 -> token(text, from, "[".repeat(1 + random.nextInt(5000)));
      case 6 -> token(text, from, "{\"a\":".repeat(1 + random.nextInt(300)));
      case 7 -> line(text, from);
      default -> swap(text, from, random.nextInt(text.length()));
    };
  }

  /** Puts {@code value} in place of the word at {@code from}. */
  private static String token(String text, int from, String value) {
    int begin = from;
    int end = from;
    while (begin > 0 && isWord(text.charAt(begin - 1))) {
      begin--;
    }
    while (end < text.length() && isWord(text.charAt(end))) {
      end++;
    }
    return text.substring(0, begin) + value + text.substring(end);
  }

  private static boolean isWord(char letter) {
    return Character.isLetterOrDigit(letter) || letter == '"' || letter == '.' || letter == '=';
  }

  /** Repeats the line at {@code from}, which gives duplicate keys. */
  private static String line(String text, int from) {
    int begin = text.lastIndexOf('\n', from) + 1;
    int end = text.indexOf('\n', from);
    return end < begin ? text : text.substring(0, end + 1) + text.substring(begin);
  }

  private static String swap(String text, int one, int other) {
    char[] letters = text.toCharArray();
    char letter = letters[one];
    letters[one] = letters[other];
    letters[other] = letter;
    return new String(letters);
  }

  private byte[] withByte(byte[] bytes) {
    if (bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
