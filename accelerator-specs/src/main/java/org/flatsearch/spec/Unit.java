package org.flatsearch.spec;

import java.util.List;

/**
 * The units that a figure may be written in, instead of as a plain number in the base unit.
 *
 * <p>Symbols are case-sensitive. Each takes decimal prefixes (f, p, n, u or µ, m, k, M, G, T, P)
 * and symbols that count bytes also take binary ones (Ki, Mi, Gi, Ti, Pi).
 */
enum Unit {
  /** A pure number or a number of cycles: no quantity is accepted. */
  NONE(false, List.of()),
  /** Bytes. */
  BYTES(true, List.of("B")),
  /** Bytes a second. */
  BYTES_PER_SECOND(true, List.of("B/s")),
  /** Cycles a second. */
  HERTZ(false, List.of("Hz")),
  /** Joules. */
  JOULES(false, List.of("J")),
  /** Joules a byte; joules a bit are accepted and multiplied by eight. */
  JOULES_PER_BYTE(false, List.of("J/B", "J/bit")),
  /** Seconds. */
  SECONDS(false, List.of("s")),
  /** Watts. */
  WATTS(false, List.of("W"));

  private final boolean binaryPrefixes;
  private final List<String> symbols;

  Unit(boolean binaryPrefixes, List<String> symbols) {
    this.binaryPrefixes = binaryPrefixes;
    this.symbols = symbols;
  }

  /** The symbol of the base unit; empty where there is none. */
  String symbol() {
    return symbols.isEmpty() ? "" : symbols.get(0);
  }

  boolean acceptsBinaryPrefixes() {
    return binaryPrefixes;
  }

  List<String> symbols() {
    return symbols;
  }
}
