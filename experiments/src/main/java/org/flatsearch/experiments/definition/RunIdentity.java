package org.flatsearch.experiments.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.flatsearch.json.StrictJson;

/**
 * The identifier of a run, and of those that differ from it in their seeds only, as most neighbours
 * in an experiment do: what they share is written once, which takes ten times as long as hashing.
 */
public final class RunIdentity {
  private static final int ID_DIGITS = 16;

  /** As the field of the run itself is written; what is nested deeper is indented more. */
  private static final String SEED = "\n  \"seed\": ";

  private final byte[] beforeSeed;
  private final byte[] afterSeed;

  /** The identity of a run and its repetitions. */
  public RunIdentity(Run run) {
    ObjectNode json = run.toJson();
    json.remove("search");
    String text = StrictJson.write(json);
    int seed = text.indexOf(SEED) + SEED.length();
    int end = seed + Long.toString(run.seed()).length();
    beforeSeed = text.substring(0, seed).getBytes(StandardCharsets.UTF_8);
    afterSeed = text.substring(end).getBytes(StandardCharsets.UTF_8);
  }

  /** Hexadecimal digits that tell the run with this seed from every other. */
  public String id(long seed) {
    byte[] digits = Long.toString(seed).getBytes(StandardCharsets.UTF_8);
    return Sha256.of(beforeSeed, digits, afterSeed).substring(0, ID_DIGITS);
  }
}
