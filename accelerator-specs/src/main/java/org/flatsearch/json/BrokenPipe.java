package org.flatsearch.json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Objects;

/** A pipe whose reader has left, as {@code head} does when it has seen enough: no failure. */
public final class BrokenPipe {
  private BrokenPipe() {}

  /**
   * Whether a pipe without a reader fails in the same way. Only the message tells, and the system
   * words it in the user's language.
   */
  public static boolean isCauseOf(IOException failure) {
    try {
      Pipe pipe = Pipe.open();
      pipe.source().close();
      try (Pipe.SinkChannel sink = pipe.sink()) {
        sink.write(ByteBuffer.allocate(1));
      }
      return false;
    } catch (IOException e) {
      return Objects.equals(e.getMessage(), failure.getMessage());
    }
  }
}
