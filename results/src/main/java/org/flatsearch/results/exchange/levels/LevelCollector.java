package org.flatsearch.results.exchange.levels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.exchange.levels.NamedLoops.NamedLoop;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;

/**
 * Collects the loops of one stage while its mapping is read, and refuses what a schedule cannot
 * express.
 */
public final class LevelCollector {
  private final Stage stage;
  private final String remedy;
  private final List<LevelLoop> dram = new ArrayList<>();
  private final List<LevelLoop> cores = new ArrayList<>();
  private final List<LevelLoop> buffer = new ArrayList<>();
  private final Map<Dimension, Long> iterations = new EnumMap<>(Dimension.class);
  private LevelLoop rows;
  private LevelLoop columns;

  /** What the mapping, or the part of it that is being added, is called in messages. */
  private String place;

  /**
   * @param origin what messages call the mapping
   * @param remedy a sentence with what helps, after a blank, for messages of refusal; may be empty
   */
  public LevelCollector(Stage stage, String origin, String remedy) {
    this.stage = stage;
    this.remedy = remedy;
    place = origin;
  }

  /**
   * Adds loops at a memory level, inside those that were added before; outermost first.
   *
   * @param place where the file has them, for messages
   * @param level the number of levels outside this one: 0 for DRAM, 1 for the buffer, 2 for the
   *     registers
   * @param spatial whether they are spread in space: over cores below DRAM, over the array below
   *     the buffer
   * @param onColumns how many of {@code loops}, from the innermost, lie on the X side; matters only
   *     for loops that are spread over the array
   */
  public void add(String place, int level, boolean spatial, List<NamedLoop> loops, int onColumns) {
    this.place = place;
    if (spatial && level == 0) {
      loops.forEach(loop -> add(cores, loop.loop(), "core"));
    } else if (spatial && level == 1) {
      array(loops, onColumns);
    } else if (level == 0) {
      dram(loops);
    } else if (level == 1) {
      loops.forEach(loop -> add(buffer, loop.loop(), "buffer"));
    } else {
      requireNone(loops);
    }
  }

  private void dram(List<NamedLoop> loops) {
    for (NamedLoop named : loops) {
      LevelLoop loop = named.loop();
      boolean outermost =
          dram.stream()
              .allMatch(other -> other.count() == 1 || other.dimension() == Dimension.INSTANCE);
      if (loop.dimension() == Dimension.INSTANCE && loop.count() > 1 && !outermost) {
        throw invalid(
            "the loop over instances ("
                + named.text()
                + ") is inside another DRAM loop; a schedule has it outermost");
      }
      add(dram, loop, "DRAM");
    }
  }

  private void array(List<NamedLoop> loops, int onColumns) {
    if (rows != null || columns != null) {
      throw invalid("the array has loops twice; put all its loops into one directive");
    }
    int border = Math.max(0, loops.size() - onColumns);
    columns = side(loops.subList(border, loops.size()));
    rows = side(loops.subList(0, border));
  }

  private LevelLoop side(List<NamedLoop> loops) {
    LevelLoop side = null;
    String onSide = "";
    for (NamedLoop named : loops) {
      LevelLoop loop = named.loop();
      count(loop);
      if (loop.count() > 1 && side != null && side.count() > 1) {
        throw invalid(
            "two loops lie on one side of the array (%s and %s); a schedule has one on each"
                .formatted(onSide, named.text()));
      }
      // If all have a single iteration, the innermost is meant: others only complete the factors.
      boolean better = side == null || side.count() == 1;
      if (loop.dimension() != Dimension.INSTANCE && belongs(loop) && better) {
        side = loop;
        onSide = named.text();
      } else if (loop.dimension() == Dimension.INSTANCE && loop.count() > 1) {
        throw invalid(
            "instances lie on the array (" + named.text() + "); a schedule has none there");
      }
    }
    return side;
  }

  /** A schedule has no loops at the registers. */
  private void requireNone(List<NamedLoop> loops) {
    for (NamedLoop loop : loops) {
      if (loop.loop().count() > 1) {
        throw invalid(
            "registers hold a tile of several elements ("
                + loop.text()
                + "); a schedule has one element a PE");
      }
    }
  }

  private void add(List<LevelLoop> level, LevelLoop loop, String name) {
    count(loop);
    for (int k = 0; k < level.size(); k++) {
      LevelLoop other = level.get(k);
      if (other.dimension() == loop.dimension()) {
        boolean mergeable = loop.dimension() == Dimension.INSTANCE && !other.isRagged();
        if (other.count() > 1 && loop.count() > 1 && !mergeable) {
          throw invalid(
              "'%s' has two loops at the %s level, of %s and %s iterations; a schedule has one"
                  .formatted(loop.dimension().jsonName(), name, other.count(), loop.count()));
        }
        if (other.count() == 1) {
          // A single iteration has no place in the order: the new loop is inside all loops so far.
          level.remove(k);
          break;
        }
        // The new loop has a single iteration, or both run over instances.
        level.set(
            k,
            new LevelLoop(
                loop.dimension(),
                other.count() * loop.count(),
                (other.lastCount() - 1) * loop.count() + loop.lastCount()));
        return;
      }
    }
    level.add(loop);
  }

  private void count(LevelLoop loop) {
    if (!stage.dimensions().contains(loop.dimension())) {
      if (loop.count() > 1) {
        throw invalid(
            "there is no loop over '%s', but one of %s iterations is given"
                .formatted(loop.dimension().jsonName(), loop.count()));
      }
      return;
    }
    long product = iterations.merge(loop.dimension(), (long) loop.count(), (a, b) -> a * b);
    if (product > Integer.MAX_VALUE) {
      throw invalid(
          "the loops over '%s' have %s iterations, more than %s"
              .formatted(loop.dimension().jsonName(), product, Integer.MAX_VALUE));
    }
  }

  /** The collected loops of the stage, at each level in the order in which they were added. */
  public StageLevels levels() {
    complete();
    return new StageLevels(
        stage,
        dram.stream().filter(this::belongs).toList(),
        cores.stream().filter(this::belongs).toList(),
        buffer.stream().filter(this::belongs).toList(),
        rows,
        columns);
  }

  private boolean belongs(LevelLoop loop) {
    return stage.dimensions().contains(loop.dimension());
  }

  /**
   * Gives a side of the array that has no loop one of a single iteration, over a free dimension. An
   * array of one element may have no loops at all: then the innermost loop at the buffer streams.
   */
  private void complete() {
    if (rows == null && columns == null) {
      Stationarity stationarity = stationarity(streaming());
      rows = new LevelLoop(stationarity.x(stage), 1);
      columns = new LevelLoop(stationarity.y(stage), 1);
    } else if (rows == null) {
      rows = new LevelLoop(free(columns), 1);
    } else if (columns == null) {
      columns = new LevelLoop(free(rows), 1);
    }
    if (rows.dimension() == columns.dimension()) {
      throw invalid(
          "both sides of the array run over '"
              + rows.dimension().jsonName()
              + "'; a schedule has two dimensions there");
    }
  }

  private Dimension streaming() {
    return buffer.stream()
        .map(LevelLoop::dimension)
        .filter(dimension -> dimension != Dimension.INSTANCE)
        .filter(dimension -> stage.dimensions().contains(dimension))
        .reduce((outer, inner) -> inner)
        .orElse(stage.reduction());
  }

  private Stationarity stationarity(Dimension streaming) {
    return Arrays.stream(Stationarity.values())
        .filter(stationarity -> stationarity.z(stage) == streaming)
        .findFirst()
        .orElseThrow();
  }

  private Dimension free(LevelLoop taken) {
    return stage.dimensions().stream()
        .filter(dimension -> dimension != Dimension.INSTANCE)
        .filter(dimension -> dimension != taken.dimension())
        .findFirst()
        .orElseThrow();
  }

  /** An exception with a complaint about this stage of the mapping. */
  public InvalidInputException invalid(String complaint) {
    return new InvalidInputException(
        place + ": in the " + stage.jsonName() + " stage, " + complaint + "." + remedy);
  }
}
