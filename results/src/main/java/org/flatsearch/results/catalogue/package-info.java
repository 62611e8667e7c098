/**
 * The schedules that ship: the best-known schedule for every shipped accelerator and workload and
 * for each objective, with its cost and what is proven about it.
 *
 * <pre>{@code
 * AttentionWorkload bert = SpecCatalogue.workload("bert");
 * CatalogueEntry entry =
 *     ScheduleCatalogue.load().best("flat-edge", bert, CatalogueObjective.LATENCY);
 * entry.schedule();                     // tiles, loop orders, residencies
 * entry.cost().latencySeconds();        // with all waiting, by the model entry.ratedBy()
 * entry.gap();                          // how far that is above what no schedule can beat
 * }</pre>
 *
 * <p>A search minimises the cost by {@code loopnest}, whose latency is a lower bound that leaves
 * out some waiting, and proves what it finds. The optimum of a bound tends to lie where the bound
 * leaves out most. So the walker replays the optimum and changes of it, and the entry offers the
 * schedule that replays best. The entry holds both schedules: {@code searched()}, which the proof
 * is about, and {@code replayed()}.
 *
 * <p>{@link org.flatsearch.results.catalogue.ScheduleCatalogue#nearest} serves workloads that do
 * not ship: it adapts the schedule of the most similar workload and says which tiles changed.
 *
 * <p>There is one {@link org.flatsearch.results.catalogue.CatalogueDocument} for each accelerator,
 * a resource of this package. The command {@code catalogue build} builds them; {@code catalogue
 * check} evaluates every entry again.
 *
 * <p>API for programs.
 */
package org.flatsearch.results.catalogue;
