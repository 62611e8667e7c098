package org.flatsearch.schedule;

/** A schedule breaks a rule of the representation; the message names the rule and the remedy. */
public final class IllegalScheduleException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private final String pointer;

  /** A broken rule that concerns the schedule as a whole. */
  public IllegalScheduleException(String message) {
    this("", message);
  }

  /**
   * A broken rule at one place of the schedule.
   *
   * @param pointer where in the schedule document, as a JSON pointer such as {@code
   *     /residency/Q/slots}
   * @param message what is wrong, the rule and the remedy
   */
  public IllegalScheduleException(String pointer, String message) {
    super(message);
    this.pointer = pointer;
  }

  /** Where in the schedule document, as a JSON pointer; empty for the whole. */
  public String pointer() {
    return pointer;
  }
}
