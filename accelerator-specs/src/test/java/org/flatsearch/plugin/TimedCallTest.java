package org.flatsearch.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimedCallTest {
  private static final Supplier<RuntimeException> LATE = () -> new IllegalStateException("late");

  @Test
  void givesWhatTheCallReturns() {
    assertThat(TimedCall.of(() -> "answer", 30, LATE)).isEqualTo("answer");
  }

  @Test
  void throwsWhatTheCallThrows() {
    StackOverflowError thrown = new StackOverflowError();
    assertThatThrownBy(
            () ->
                TimedCall.of(
                    () -> {
                      throw thrown;
                    },
                    30,
                    LATE))
        .isSameAs(thrown);
  }

  @Test
  void abandonsACallThatIsLate() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                TimedCall.of(
                    () -> {
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        interrupted.countDown();
                      }
                      return null;
                    },
                    0.2,
                    LATE))
        .hasMessage("late");
    interrupted.await();
  }

  @Test
  void keepsAnInterruptForLater() {
    Thread.currentThread().interrupt();

    assertThat(TimedCall.of(() -> "answer", 30, LATE)).isEqualTo("answer");

    assertThat(Thread.interrupted()).isTrue();
  }
}
