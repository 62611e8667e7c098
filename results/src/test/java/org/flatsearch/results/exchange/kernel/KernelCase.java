package org.flatsearch.results.exchange.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.flatsearch.results.exchange.RandomCase;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;
import org.flatsearch.spec.WordBytes;

/** Layers and schedules that the kernel runs, drawn at random: all that it distinguishes. */
final class KernelCase {
  private KernelCase() {}

  /** The case of {@code seed}: masks, grouped heads, decoding, parts, ragged ends, both words. */
  static RandomCase of(long seed) {
    Random random = new Random(seed);
    random.nextInt();
    int heads = 1 + random.nextInt(2);
    int keys = 1 + random.nextInt(random.nextBoolean() ? 40 : 300);
    int queries = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(random.nextBoolean() ? 20 : 150);
    boolean isMasked = queries <= keys && random.nextBoolean();
    int queryDim = 1 + random.nextInt(random.nextBoolean() ? 20 : 100);
    boolean inKeys = random.nextInt(6) == 0;
    int valueDim = 1 + random.nextInt(inKeys ? queryDim : random.nextBoolean() ? 20 : 100);
    int bytes = random.nextBoolean() ? 4 : 2;
    AttentionWorkload workload =
        new AttentionWorkload(
                "random",
                "",
                1 + random.nextInt(2),
                heads * (1 + random.nextInt(5)),
                heads,
                queries,
                keys,
                queryDim,
                valueDim,
                bytes)
            .withBytes(new WordBytes(bytes, bytes, bytes, bytes), bytes)
            .withValuesInKeys(inKeys);
    if (isMasked) {
      workload =
          workload.withMask(
              random.nextBoolean() ? Mask.CAUSAL : Mask.window(1 + random.nextInt(keys)));
    }
    return new RandomCase(
        seed,
        SpecCatalogue.accelerator("flat-edge").with("bufferBytes", "16MiB"),
        workload,
        schedule(random, workload));
  }

  private static AttentionSchedule schedule(Random random, AttentionWorkload workload) {
    boolean isOnline = random.nextInt(3) > 0;
    List<TiledLoop> shared =
        new ArrayList<>(
            List.of(
                new TiledLoop(Dimension.INSTANCE, 1),
                new TiledLoop(Dimension.ROW, 1 + random.nextInt(workload.rows()))));
    int keyTile = 1 + random.nextInt(workload.keys());
    int keyPart = 0;
    if (isOnline) {
      shared.add(new TiledLoop(Dimension.KEY, keyTile));
      keyPart = random.nextBoolean() ? 0 : keyTile * (1 + random.nextInt(3));
    }
    boolean mayBeOdd = workload.bytes().q() == 4;
    int valueTile = 1 + random.nextInt(workload.keys());
    valueTile = mayBeOdd ? valueTile : Math.min(workload.keys(), valueTile + valueTile % 2);
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    Dimension[] places = {Dimension.INSTANCE, Dimension.ROW, Dimension.KEY, Dimension.QUERY_DIM};
    residency.put(Tensor.K, Residency.inside(places[random.nextInt(4)], 2));
    places[3] = Dimension.VALUE_DIM;
    boolean isInK =
        workload.valuesInKeys()
            && residency.get(Tensor.K).inside().ordinal() <= (isOnline ? 2 : 1)
            && random.nextBoolean();
    residency.put(
        Tensor.V, isInK ? Residency.insideKeys() : Residency.inside(places[random.nextInt(4)], 1));
    residency.put(Tensor.Q, Residency.inside(Dimension.ROW, 1));
    residency.put(Tensor.O, Residency.inside(Dimension.ROW, 1));
    residency.put(Tensor.LOGITS, Residency.inside(isOnline ? Dimension.KEY : Dimension.ROW, 1));
    return new AttentionSchedule(
        shared,
        keyPart,
        0,
        stage(random, isOnline, keyTile, Dimension.QUERY_DIM, workload.queryDim()),
        stage(random, isOnline, valueTile, Dimension.VALUE_DIM, workload.valueDim()),
        residency);
  }

  private static StageLoops stage(
      Random random, boolean isOnline, int keyTile, Dimension own, int size) {
    List<TiledLoop> loops = new ArrayList<>(List.of(new TiledLoop(own, size)));
    if (!isOnline) {
      loops.add(new TiledLoop(Dimension.KEY, keyTile));
      Collections.shuffle(loops, random);
    }
    return new StageLoops(loops, Stationarity.OUTPUT, random.nextBoolean());
  }
}
