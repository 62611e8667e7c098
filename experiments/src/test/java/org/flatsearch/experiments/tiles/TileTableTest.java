package org.flatsearch.experiments.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileTableTest {
  private static final long SEED = 97_414;
  private static final int CASES = 10;

  private final TileSearch search =
      new TileSearch(Kernel.named("splash"), SpecCatalogue.accelerator("tpu-v6e"), 2, 128);

  @TempDir private Path folder;

  private static List<AttentionWorkload> shapes() {
    List<AttentionWorkload> shapes = new ArrayList<>();
    for (int length = 128; length <= 1024; length += 128) {
      shapes.add(new AttentionWorkload(ShapeFile.NAME, "", 1, 8, 8, length, length, 128, 128, 2));
    }
    return shapes;
  }

  @Test
  void continuesAfterAnyByteOfWhatIsKept() throws IOException {
    StringBuilder whole = new StringBuilder();
    TileTable table = new TileTable(search, shapes(), TableFormat.CSV);
    table.show(whole::append);
    Path file = folder.resolve("table.csv");
    Path part = TileJournal.of(file);
    try (TileJournal journal = TileJournal.open(part, search, shapes(), false)) {
      search.run(shapes(), journal::add);
    }
    byte[] kept = Files.readAllBytes(part);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int k = 0; k < CASES; k++) {
      int end = random.nextInt(kept.length + 1);
      Files.write(part, java.util.Arrays.copyOf(kept, end));
      Files.deleteIfExists(file);

      new TileTable(search, shapes(), TableFormat.CSV).write(file, true);

      assertThat(file).as("seed %s, up to byte %s", SEED, end).hasContent(whole.toString());
      assertThat(part).doesNotExist();
    }
  }
}
