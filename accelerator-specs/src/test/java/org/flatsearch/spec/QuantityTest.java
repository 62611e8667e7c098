package org.flatsearch.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "512KiB, BYTES, 524288",
    "0.5 KiB, BYTES, 512",
    "128B, BYTES, 128",
    "384kB, BYTES, 384000",
    "3TiB, BYTES, 3298534883328",
    "2PiB, BYTES, 2251799813685248",
    "2PB/s, BYTES_PER_SECOND, 2E15",
    "50GiB/s, BYTES_PER_SECOND, 53687091200",
    "1TB/s, BYTES_PER_SECOND, 1000000000000",
    "940MHz, HERTZ, 940000000",
    "1.05GHz, HERTZ, 1050000000",
    "17.2pJ, JOULES, 1.72E-11",
    "32pJ/B, JOULES_PER_BYTE, 3.2E-11",
    "7.03pJ/bit, JOULES_PER_BYTE, 5.624E-11",
    "1.5e3fJ, JOULES, 1.5E-12",
    "5e-3J, JOULES, 0.005",
    "17.2nJ, JOULES, 1.72E-8",
    "250mW, WATTS, 0.25",
    "3uJ, JOULES, 3E-6",
    "3\u00B5J, JOULES, 3E-6",
    "3\u03BCJ, JOULES, 3E-6",
    "-1B, BYTES, -1"
  })
  void isExactInTheBaseUnit(String text, Unit unit, String value) {
    assertThat(Quantity.parse(text, unit))
        .hasValueSatisfying(found -> assertThat(found).isEqualByComparingTo(value));
  }

  @ParameterizedTest
  @CsvSource({
    "512, BYTES", // a number without a unit is written as a number
    "512KB, BYTES", // 1000 or 1024? write kB or KiB
    "512kb, BYTES",
    "512KiB/s, BYTES",
    "50GiB, BYTES_PER_SECOND",
    "940mhz, HERTZ",
    "1KiHz, HERTZ",
    "1KiJ, JOULES",
    "32pJ, JOULES_PER_BYTE",
    "12B, NONE",
    "KiB, BYTES",
    "1  KiB, BYTES",
    "'1,5KiB', BYTES",
    "1.KiB, BYTES",
    "NaNB, BYTES",
    "0x10B, BYTES",
    "'', BYTES"
  })
  void isRefusedOtherwise(String text, Unit unit) {
    assertThat(Quantity.parse(text, unit)).isEmpty();
  }
}
