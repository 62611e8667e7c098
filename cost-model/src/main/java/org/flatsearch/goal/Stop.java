package org.flatsearch.goal;

import java.util.Locale;

/** Why a search ended. */
public enum Stop {
  /** The strategy had nothing left to try. */
  COMPLETE,
  /** The evaluations of the budget were used up. */
  EVALUATIONS,
  /** The time of the budget was used up. */
  TIME,
  /** The user cancelled. */
  CANCELLED,
  /** The problem or the strategy failed, or memory ran out. */
  FAILED;

  /** The name in documents. */
  public String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
