package org.flatsearch.search.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.product.MatrixProduct;
import org.flatsearch.cost.product.ProductModel;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.search.Decision;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Restriction;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.space.loopnest.OpponentFigures;
import org.flatsearch.search.strategy.baseline.ExhaustiveSearch;
import org.flatsearch.search.strategy.exact.BranchAndBound;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

class ProductSearchTest {
  private static final Budget BUDGET = Budget.ofEvaluations(1_000_000);

  private static final List<Objective> OBJECTIVES =
      List.of(
          Objective.of("latency", "energy"),
          Objective.of("traffic", "latency"),
          Objective.of("edp"),
          Objective.of("footprint", "energy"));

  private final Random random = new Random(20_261_202);

  /** With a buffer that mostly fits some schedules and not others. */
  private Accelerator accelerator(int mostCores) {
    return OpponentFigures.draw(random, mostCores)
        .accelerator()
        .with("bufferBytes", Integer.toString(30 + random.nextInt(1_500)));
  }

  private MatrixProduct product() {
    return new MatrixProduct(
        1 + random.nextInt(40), 2 * (1 + random.nextInt(10)), 1 + random.nextInt(20), 2);
  }

  @Test
  void provesWhatEnumerationFindsOnTwoHundredRandomSubSpaces() {
    for (int k = 0; k < 200; k++) {
      Objective objective = OBJECTIVES.get(k % OBJECTIVES.size());
      RestrictedProblem whole = ProductProblem.of(accelerator(3), product(), 1 + k % 2, null);
      RestrictedProblem problem = RestrictedProblem.of(whole, restrictions(whole.decisions()));
      SearchResult all = search(problem, objective, new ExhaustiveSearch());
      SearchResult proven = search(problem, objective, new BranchAndBound());
      String what = "sub-space " + k + ": " + problem.name();
      assertThat(all.proof().status()).as(what).isEqualTo(Status.PROVEN);
      assertThat(proven.proof().status()).as(what).isEqualTo(Status.PROVEN);
      assertThat(proven.violation()).as(what).isEqualTo(all.violation());
      assertThat(proven.values()).as(what).hasSameSizeAs(all.values());
      for (int metric = 0; metric < all.values().size(); metric++) {
        double value = all.values().get(metric);
        assertThat(proven.values().get(metric)).as(what).isCloseTo(value, within(1e-9 * value));
      }
    }
  }

  private static SearchResult search(
      RestrictedProblem problem, Objective objective, SearchStrategy strategy) {
    return Search.of(problem, strategy).objective(objective).budget(BUDGET).run();
  }

  /** Random values of each decision, as many as can be enumerated. */
  private List<Restriction> restrictions(List<Decision> decisions) {
    List<Restriction> drawn = new ArrayList<>();
    BigInteger vectors = BigInteger.ONE;
    List<Decision> shuffled = new ArrayList<>(decisions);
    Collections.shuffle(shuffled, random);
    for (Decision decision : shuffled) {
      List<String> labels = new ArrayList<>(decision.labels());
      Collections.shuffle(labels, random);
      int most = decision.name().endsWith(".tile") ? 5 : 3;
      int count = Math.min(labels.size(), 1 + random.nextInt(most));
      if (vectors.longValue() * count > 10_000) {
        count = 1;
      }
      vectors = vectors.multiply(BigInteger.valueOf(count));
      String values = String.join(",", labels.subList(0, count));
      drawn.add(Restriction.parse(decision.name() + " in {" + values + "}"));
    }
    return drawn;
  }

  @Test
  void groupsOfColumnsAreSearchedForTheBestOfAll() {
    for (int k = 0; k < 8; k++) {
      Accelerator accelerator = accelerator(4);
      MatrixProduct product = product();
      double best = Double.POSITIVE_INFINITY;
      for (int groups = 1; groups <= 2 * accelerator.cores(); groups *= 2) {
        if (product.columns() % groups == 0 && (groups == 1 || accelerator.cores() > 1)) {
          SearchResult alone =
              search(
                  ProductProblem.of(accelerator, product, groups, null),
                  Objective.of("latency"),
                  new BranchAndBound());
          best = alone.isFeasible() ? Math.min(best, alone.values().get(0)) : best;
        }
      }
      double least = best;
      new ProductSearch(accelerator, product, Objective.of("latency"), BUDGET)
          .run()
          .ifPresentOrElse(
              found -> {
                assertThat(found.status()).isEqualTo(Status.PROVEN);
                assertThat(found.metrics().get(0)).isCloseTo(least, within(1e-9 * least));
                CostSheet sheet = new CostSheet();
                LoopNest nest = new LoopNest();
                nest.set(found.schedule());
                ProductModel.WALK
                    .bind(accelerator, product.workload("product", found.groups()))
                    .evaluate(nest, sheet);
                assertThat(sheet.latencySeconds).isGreaterThanOrEqualTo(least * (1 - 1e-9));
                assertThat(sheet.trafficBytes).isEqualTo(found.metrics().get(3));
              },
              () -> assertThat(least).isInfinite());
    }
  }

  @Test
  void movesNoMoreThanTimeloopsMappingsInTheSameBuffer() throws IOException {
    Path table =
        Path.of(System.getProperty("flatsearch.reference", "../../shared/data"))
            .resolve("timeloop_gemm_dev.csv");
    assumeThat(table).exists();
    List<String> lines = Files.readAllLines(table);
    List<String> columns = List.of(lines.get(0).split(","));
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = List.of(line.split(",", -1));
      ToIntFunction<String> of =
          column -> (int) Double.parseDouble(cells.get(columns.indexOf(column)));
      MatrixProduct product =
          new MatrixProduct(of.applyAsInt("M"), of.applyAsInt("N"), of.applyAsInt("K"), 1);
      Map<String, String> figures = new HashMap<>();
      figures.put("rows", "1");
      figures.put("columns", "1");
      figures.put("accumulatorBytes", "1");
      figures.put("bufferBytes", Integer.toString(of.applyAsInt("buf_util_total")));
      Accelerator machine = SpecCatalogue.accelerator("flat-edge").with(figures);
      int words =
          Stream.of("dram_reads_A", "dram_reads_B", "dram_reads_Z", "dram_updates_Z")
              .mapToInt(of)
              .sum();
      ProductSearch.Result found =
          new ProductSearch(machine, product, Objective.of("traffic"), BUDGET).run().orElseThrow();
      assertThat(found.status()).as(line).isEqualTo(Status.PROVEN);
      assertThat(found.metrics().get(3)).as(line).isLessThanOrEqualTo(words);
    }
  }

  @Test
  void linearPartsOfBlocksMoveEachWordOnce() {
    Accelerator cloud = SpecCatalogue.accelerator("flat-cloud");
    for (MatrixProduct product :
        List.of(
            new MatrixProduct(65_536, 768, 768, 2),
            new MatrixProduct(65_536, 3_072, 768, 2),
            new MatrixProduct(65_536, 1_024, 4_096, 2))) {
      ProductSearch.Result found =
          new ProductSearch(cloud, product, Objective.of("traffic"), BUDGET).run().orElseThrow();
      assertThat(found.metrics().get(3)).isEqualTo(product.words() * 2);
    }
  }
}
