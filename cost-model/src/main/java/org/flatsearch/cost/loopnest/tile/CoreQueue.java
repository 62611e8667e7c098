package org.flatsearch.cost.loopnest.tile;

/**
 * Cores that wait for tiles: the one with the fewest visible logits so far takes the next; of
 * several, that with the lowest number.
 */
final class CoreQueue {
  private int cores;

  /**
   * Of each core, C times its work, plus its number. They ascend from {@code head} on, turning at
   * the end; with {@code head} 0 and after {@link #take}, they are a heap.
   */
  private final long[] keys;

  private final long[] turned;
  private int head;

  CoreQueue(int mostCores) {
    keys = new long[mostCores];
    turned = new long[mostCores];
  }

  /** Cores without work. */
  void clear(int cores) {
    this.cores = cores;
    head = 0;
    for (int core = 0; core < cores; core++) {
      keys[core] = core;
    }
  }

  /** What {@link #first} is of a core without work. */
  static long keyOf(int core) {
    return core;
  }

  /** How much a key grows by work. */
  long keyOfWork(long work) {
    return work * cores;
  }

  /** The key of the core that is next: it tells it from others, and grows with its work. */
  long first() {
    return keys[head];
  }

  /** Gives the first core as much work as makes it the last. */
  void turn(long work) {
    keys[head] += work * cores;
    head = head + 1 == cores ? 0 : head + 1;
  }

  /** Gives the first core work, and puts it where it belongs then. */
  void putBack(long work) {
    long key = keys[head] + work * cores;
    int at = head;
    for (int k = 1; k < cores; k++) {
      int next = at + 1 == cores ? 0 : at + 1;
      if (keys[next] > key) {
        break;
      }
      keys[at] = keys[next];
      at = next;
    }
    keys[at] = key;
  }

  /** Gives all cores work; {@link #take} can follow. */
  void addToAll(long work) {
    System.arraycopy(keys, 0, turned, cores - head, head);
    System.arraycopy(keys, head, turned, 0, cores - head);
    for (int k = 0; k < cores; k++) {
      keys[k] = turned[k] + work * cores;
    }
    head = 0;
  }

  /** Gives a core work that it does not take itself; after {@link #clear}, only this may follow. */
  void add(int core, long work) {
    keys[core] += work * cores;
  }

  /** Gives the first core any work, and returns its number. Of changes, only this may follow. */
  int take(long work) {
    int core = (int) (keys[0] % cores);
    long key = keys[0] + work * cores;
    int at = 0;
    for (int child = 1; child < cores; child = 2 * at + 1) {
      if (child + 1 < cores && keys[child + 1] < keys[child]) {
        child++;
      }
      if (keys[child] >= key) {
        break;
      }
      keys[at] = keys[child];
      at = child;
    }
    keys[at] = key;
    return core;
  }

  /** The core with the most work; of several, that with the lowest number. */
  int busiest() {
    long most = -1;
    int busiest = 0;
    for (int k = 0; k < cores; k++) {
      long work = keys[k] / cores;
      int core = (int) (keys[k] % cores);
      if (work > most || work == most && core < busiest) {
        most = work;
        busiest = core;
      }
    }
    return busiest;
  }
}
