package org.flatsearch.results;

import java.util.Locale;

/** Why a search ended. */
public enum Stop {
  /** The strategy was done. */
  COMPLETE,
  /** Its budget of evaluations was used up. */
  EVALUATIONS,
  /** Its time was up. */
  TIME,
  /** It was cancelled. */
  CANCELLED,
  /** Its model or strategy failed, or memory ran out. */
  FAILED;

  /** The name that documents use. */
  public String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
