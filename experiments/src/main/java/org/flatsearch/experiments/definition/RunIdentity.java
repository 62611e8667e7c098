package org.flatsearch.experiments.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.flatsearch.json.StrictJson;

/**
 * Computes the identifiers of a run and of its repetitions, which differ only in their seeds, as
 * most neighbours in an experiment do. Their JSON is written only once for all of them, because
 * writing takes ten times as long as hashing.
 *
 * <p>Descriptions and sources do not count: a run whose accelerator has been described better has
 * the same result.
 */
public final class RunIdentity {
  private static final int ID_DIGITS = 16;

  /**
   * The field of the run itself: a field of that name inside another object is indented further.
   */
  private static final String SEED = "\n  \"seed\": ";

  private final byte[] beforeSeed;
  private final byte[] afterSeed;

  /** The identity of a run and its repetitions. */
  public RunIdentity(Run run) {
    ObjectNode json = run.toJson();
    json.remove("search");
    json.set("accelerator", run.accelerator().withoutTexts().toJson());
    json.set("workload", run.workload().withoutDescription().toJson());
    String text = StrictJson.write(json);
    int seed = text.indexOf(SEED) + SEED.length();
    int end = seed + Long.toString(run.setting().seed()).length();
    beforeSeed = text.substring(0, seed).getBytes(StandardCharsets.UTF_8);
    afterSeed = text.substring(end).getBytes(StandardCharsets.UTF_8);
  }

  /** The identifier of the run with this seed: hexadecimal digits that no other run has. */
  public String id(long seed) {
    byte[] digits = Long.toString(seed).getBytes(StandardCharsets.UTF_8);
    return Sha256.of(beforeSeed, digits, afterSeed).substring(0, ID_DIGITS);
  }
}
