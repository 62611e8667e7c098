package org.flatsearch.experiments.command;

import java.util.function.Supplier;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugIns;

/** Calls an exporter or importer, which may be a plug-in, and names its format if it fails. */
final class FormatCall {
  private FormatCall() {}

  /**
   * Makes the call and returns its result.
   *
   * @param format the name of the format
   * @param call calls its exporter or importer
   * @throws InvalidInputException if the format refuses what it was given
   * @throws CommandFailedException if the format itself fails, or returns null
   */
  static <T> T of(String format, Supplier<T> call) {
    T answer;
    try {
      answer = call.get();
    } catch (InvalidInputException | LinkageError e) {
      throw e;
    } catch (Throwable e) {
      PlugIns.requireItsOwn(e);
      throw failed(format, PlugIns.told(e), e);
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
