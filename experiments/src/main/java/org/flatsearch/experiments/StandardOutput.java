package org.flatsearch.experiments;

import java.io.IOException;
import java.io.OutputStream;

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
      if (!String.valueOf(e.getMessage()).contains("pipe")) {
        throw e;
      }
    }
  }
}
