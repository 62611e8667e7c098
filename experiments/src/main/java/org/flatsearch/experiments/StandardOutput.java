package org.flatsearch.experiments;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Objects;

/**
 * Standard output whose reader may leave, as {@code head} does when it has seen enough: what is
 * written after that is dropped. Any other failure, such as a full disk, is an error.
 */
final class StandardOutput extends OutputStream {
  private final OutputStream target;

  StandardOutput(OutputStream target) {
    this.target = target;
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      target.write(bytes, offset, length);
    } catch (IOException e) {
      if (!isReaderGone(e)) {
        throw e;
      }
    }
  }

  /**
   * Whether a pipe without a reader fails in the same way. Only the message tells, and the system
   * words it in the user's language.
   */
  private static boolean isReaderGone(IOException failure) {
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
