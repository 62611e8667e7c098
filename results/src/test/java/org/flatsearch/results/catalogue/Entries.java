package org.flatsearch.results.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;

/** Entries that several tests use: tiles of rows of bert on flat-edge, with K and V resident. */
final class Entries {
  static final CostModel MODEL = CostModels.named("loopnest");
  static final CostModel WALKER = CostModels.named("walk");
  static final Accelerator FLAT_EDGE = SpecCatalogue.accelerator("flat-edge");
  static final AttentionWorkload BERT = SpecCatalogue.workload("bert");

  private Entries() {}

  static AttentionSchedule rows(int rowTile) {
    return new AttentionSchedule(
        List.of(new TiledLoop(Dimension.INSTANCE, 1), new TiledLoop(Dimension.ROW, rowTile)),
        new StageLoops(
            List.of(new TiledLoop(Dimension.KEY, 512), new TiledLoop(Dimension.QUERY_DIM, 64)),
            Stationarity.OUTPUT,
            false),
        new StageLoops(
            List.of(new TiledLoop(Dimension.KEY, 512), new TiledLoop(Dimension.VALUE_DIM, 64)),
            Stationarity.OUTPUT,
            false),
        Map.of(
            Tensor.Q, Residency.inside(Dimension.ROW, 1),
            Tensor.K, Residency.inside(Dimension.INSTANCE, 1),
            Tensor.V, Residency.inside(Dimension.INSTANCE, 1),
            Tensor.O, Residency.inside(Dimension.ROW, 1),
            Tensor.LOGITS, Residency.inside(Dimension.ROW, 1)));
  }

  /** A proven entry, or one whose bound is half its latency. */
  static CatalogueEntry entry(int rowTile, boolean proven, int modelVersion) {
    RatedSchedule rated = RatedSchedule.of(rows(rowTile), MODEL, FLAT_EDGE, BERT);
    return entry(
        BERT,
        CatalogueObjective.LATENCY,
        modelVersion,
        rated,
        proven
            ? new Optimality(
                MODEL.name(),
                Status.PROVEN,
                CatalogueObjective.LATENCY.values(rated.cost()),
                OptionalDouble.of(0))
            : new Optimality(
                MODEL.name(),
                Status.BOUNDED,
                List.of(rated.cost().latencySeconds() / 2),
                OptionalDouble.of(1)));
  }

  /** An entry for any objective and workload, about which nothing is proven. */
  static CatalogueEntry minimised(CatalogueObjective objective, AttentionWorkload workload) {
    RatedSchedule rated = RatedSchedule.of(rows(128), MODEL, FLAT_EDGE, workload);
    return entry(workload, objective, 1, rated, known(MODEL.name(), Status.UNKNOWN));
  }

  /** An entry of anything, which was not replayed. */
  static CatalogueEntry entry(
      AttentionWorkload workload,
      CatalogueObjective objective,
      int modelVersion,
      RatedSchedule searched,
      Optimality optimality) {
    Provenance provenance =
        new Provenance(
            "0.1.0",
            "full",
            "auto",
            1,
            Optional.of(CatalogueObjective.ENERGY),
            20_000_000,
            10,
            5_000,
            optimality.status() == Status.PROVEN ? Stop.COMPLETE : Stop.TIME);
    return new CatalogueEntry(
        workload, objective, modelVersion, searched, optimality, provenance, Optional.empty());
  }

  /** What a model proves, without its gap. */
  static Optimality known(String model, Status status, Double... lowerBound) {
    return new Optimality(model, status, List.of(lowerBound), OptionalDouble.empty());
  }

  /** A proven entry whose replay by the walker prefers other row tiles. */
  static CatalogueEntry replayed(int rowTile, int replayedRowTile) {
    RatedSchedule best = RatedSchedule.of(rows(replayedRowTile), WALKER, FLAT_EDGE, BERT);
    return entry(rowTile, true, 1)
        .withReplayed(new ReplayedSchedule(WALKER.name(), WALKER.version(), 100, best));
  }

  static CatalogueDocument document(CatalogueEntry... entries) {
    return new CatalogueDocument(FLAT_EDGE, List.of(entries));
  }
}
