package org.flatsearch.experiments.explain;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.IllegalScheduleException;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The legal schedules that differ from a given one in one choice: where a tensor is held, its
 * slots, a tile halved or doubled, a stationarity.
 */
public final class Neighbours {
  private final AttentionSchedule schedule;
  private final AttentionWorkload workload;
  private final Map<String, AttentionSchedule> found = new LinkedHashMap<>();

  private final boolean hasRegisters;

  private Neighbours(AttentionSchedule schedule, AttentionWorkload workload, boolean hasRegisters) {
    this.schedule = schedule;
    this.workload = workload;
    this.hasRegisters = hasRegisters;
  }

  /**
   * The neighbours of {@code schedule}, by what is changed.
   *
   * @param hasRegisters whether tensors may be held in registers
   */
  public static Map<String, AttentionSchedule> of(
      AttentionSchedule schedule, AttentionWorkload workload, boolean hasRegisters) {
    Neighbours neighbours = new Neighbours(schedule, workload, hasRegisters);
    schedule.residency().keySet().forEach(neighbours::changeResidency);
    neighbours.holdInRegisters();
    neighbours.changeSharedTiles();
    for (Stage stage : Stage.values()) {
      neighbours.changeOwnTiles(stage);
      neighbours.changeStationarity(stage);
    }
    return neighbours.found;
  }

  private void changeResidency(Tensor tensor) {
    Residency now = schedule.residency().get(tensor);
    add(tensor.jsonName() + " streamed past the buffer", () -> with(tensor, Residency.atArray()));
    int slots = now.inside() == null ? 2 : now.slots();
    Residency.Place place = now.place() == Place.REGISTERS ? Place.REGISTERS : Place.BUFFER;
    for (Dimension inside : tensor.stage().dimensions()) {
      add(
          tensor.jsonName() + " held inside " + inside.jsonName(),
          () -> with(tensor, new Residency(inside, slots, place)));
    }
    if (tensor == Tensor.V && workload.valuesInKeys()) {
      add("V held inside K", () -> with(tensor, Residency.insideKeys()));
    }
    if (now.inside() == null) {
      return;
    }
    if (now.place() == Residency.Place.REGISTERS) {
      add(
          tensor.jsonName() + " in the buffer",
          () -> with(tensor, Residency.inside(now.inside(), now.slots())));
    } else if (hasRegisters) {
      add(
          tensor.jsonName() + " in registers",
          () -> with(tensor, Residency.inRegisters(now.inside(), 1)));
    }
    for (int count = 1; count <= Residency.MAX_SLOTS; count++) {
      int other = count;
      add(
          tensor.jsonName() + " in " + count + (count == 1 ? " slot" : " slots"),
          () -> with(tensor, new Residency(now.inside(), other, now.place())));
    }
  }

  /** Logits and sums together, as kernels on GPUs hold them. */
  private void holdInRegisters() {
    Residency logits = schedule.residency().get(Tensor.LOGITS);
    Residency sums = schedule.residency().get(Tensor.O);
    if (hasRegisters && logits != null && sums.inside() != null) {
      add(
          "logits and O in registers",
          () ->
              with(
                  Map.of(
                      Tensor.LOGITS,
                      Residency.inRegisters(logits.inside(), 1),
                      Tensor.O,
                      Residency.inRegisters(sums.inside(), 1))));
    }
  }

  private AttentionSchedule with(Tensor tensor, Residency residency) {
    return with(Map.of(tensor, residency));
  }

  private AttentionSchedule with(Map<Tensor, Residency> residencies) {
    Map<Tensor, Residency> changed = new EnumMap<>(schedule.residency());
    changed.putAll(residencies);
    return new AttentionSchedule(
        schedule.shared(),
        schedule.keyPart(),
        schedule.keyStep(),
        schedule.logit(),
        schedule.attend(),
        changed);
  }

  private void changeSharedTiles() {
    for (int k = 0; k < schedule.shared().size(); k++) {
      int index = k;
      for (int tile : otherTiles(schedule.shared().get(k))) {
        String change = schedule.shared().get(k).dimension().jsonName() + " tiles of " + tile;
        add(
            change,
            () ->
                new AttentionSchedule(
                    replace(schedule.shared(), index, tile),
                    schedule.keyPart(),
                    schedule.keyStep(),
                    schedule.logit(),
                    schedule.attend(),
                    schedule.residency()));
      }
    }
    for (int tile : otherTiles(schedule.keyPart(), workload.keys())) {
      add("parts of " + tile + " keys", () -> withKeys(tile, schedule.keyStep()));
    }
    for (int tile : otherTiles(schedule.keyStep(), workload.keys())) {
      add("steps of " + tile + " keys", () -> withKeys(schedule.keyPart(), tile));
    }
  }

  private AttentionSchedule withKeys(int part, int step) {
    return new AttentionSchedule(
        schedule.shared(), part, step, schedule.logit(), schedule.attend(), schedule.residency());
  }

  private void changeOwnTiles(Stage stage) {
    StageLoops own = schedule.stage(stage);
    for (int k = 0; k < own.loops().size(); k++) {
      int index = k;
      for (int tile : otherTiles(own.loops().get(k))) {
        add(
            "%s %s tiles of %s"
                .formatted(stage.jsonName(), own.loops().get(k).dimension().jsonName(), tile),
            () ->
                with(
                    stage,
                    new StageLoops(
                        replace(own.loops(), index, tile), own.stationarity(), own.transposed())));
      }
    }
  }

  /**
   * Changes are named as the loop nest is shown: it states which dimension runs along the rows of
   * the array, not whether the stage is transposed.
   */
  private void changeStationarity(Stage stage) {
    StageLoops own = schedule.stage(stage);
    for (Stationarity stationarity : Stationarity.values()) {
      for (boolean transposed : new boolean[] {false, true}) {
        add(
            stage.jsonName()
                + " "
                + stationarity.jsonName()
                + " stationary, rows = "
                + (transposed ? stationarity.y(stage) : stationarity.x(stage)).jsonName(),
            () -> with(stage, new StageLoops(own.loops(), stationarity, transposed)));
      }
    }
  }

  private AttentionSchedule with(Stage stage, StageLoops loops) {
    return new AttentionSchedule(
        schedule.shared(),
        schedule.keyPart(),
        schedule.keyStep(),
        stage == Stage.LOGIT ? loops : schedule.logit(),
        stage == Stage.ATTEND ? loops : schedule.attend(),
        schedule.residency());
  }

  /** Half the tile and twice the tile, from 1 to the extent. */
  private List<Integer> otherTiles(TiledLoop loop) {
    return otherTiles(loop.tile(), Extents.of(workload, loop.dimension()));
  }

  private static List<Integer> otherTiles(int tile, int extent) {
    return tile == 0 ? List.of() : List.of((tile + 1) / 2, (int) Math.min(extent, 2L * tile));
  }

  private static List<TiledLoop> replace(List<TiledLoop> loops, int index, int tile) {
    List<TiledLoop> changed = new ArrayList<>(loops);
    changed.set(index, new TiledLoop(loops.get(index).dimension(), tile));
    return changed;
  }

  private void add(String change, Supplier<AttentionSchedule> neighbour) {
    try {
      AttentionSchedule changed = neighbour.get();
      if (!changed.equals(schedule)) {
        found.put(change, changed);
      }
    } catch (IllegalScheduleException e) {
      // The rules of schedules do not allow that change here.
    }
  }
}
