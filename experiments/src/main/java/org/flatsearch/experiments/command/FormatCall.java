package org.flatsearch.experiments.command;

import java.util.function.Supplier;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugIns;

/** Asks an exporter or importer, which may be a plug-in, and names the format where it fails. */
final class FormatCall {
  private FormatCall() {}

  /**
   * What a format answers.
   *
   * @param format its name
   * @param call asks it
   * @throws InvalidInputException if the format refuses what it was given
   * @throws CommandFailedException if the format itself fails, or answers nothing
   */
  static <T> T of(String format, Supplier<T> call) {
    T answer;
    try {
      answer = call.get();
    } catch (InvalidInputException | LinkageError e) {
      throw e;
    } catch (Throwable e) {
      PlugIns.requireItsOwn(e);
      throw failed(format, e.toString(), e);
    }
    if (answer == null) {
      throw failed(format, "it returned null", null);
    }
    return answer;
  }

  private static CommandFailedException failed(String format, String reason, Throwable cause) {
    return new CommandFailedException(
        "format '" + format + "' failed (" + reason + "); correct it or take another one.", cause);
  }
}
