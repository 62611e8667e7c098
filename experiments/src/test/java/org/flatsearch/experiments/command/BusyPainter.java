package org.flatsearch.experiments.command;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import me.tongfei.progressbar.ProgressBar;

/**
 * Keeps the thread that draws all bars busy until another thread waits for it, so that the bar of
 * that one is closed before it was drawn.
 */
final class BusyPainter {
  private final CountDownLatch draws = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final ProgressBar bar;

  BusyPainter() {
    OutputStream stuck =
        new OutputStream() {
          @Override
          public void write(int b) {
            draws.countDown();
            await(released);
          }
        };
    bar = new TerminalLine(new PrintStream(stuck), false).bar("other").build();
    await(draws);
  }

  /** Lets it go on as soon as a thread waits for it. */
  void releaseOnceAwaitedBy(Thread other) {
    Thread watch =
        new Thread(
            () -> {
              while (other.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
              }
              released.countDown();
            });
    watch.setDaemon(true);
    watch.start();
  }

  /** Ends its own bar. */
  void close() {
    bar.close();
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
