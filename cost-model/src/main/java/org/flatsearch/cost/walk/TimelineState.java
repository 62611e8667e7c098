package org.flatsearch.cost.walk;

final class TimelineState {
  void value(long v) {}

  long now() {
    return 0;
  }
}
