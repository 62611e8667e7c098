/**
 * The schedules that ship: for every accelerator, workload and objective that come with the
 * program, the best one that is known, what it costs and how much is proven about it.
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
 * <p>A search minimises {@code loopnest}, which leaves out waiting, and proves what it finds. The
 * optimum of a bound tends to be where the bound leaves out most; so the walker replays it, and
 * changes of it, and the entry hands over what is best then. It holds both schedules: {@code
 * searched()}, which the proof is about, and {@code replayed()}.
 *
 * <p>{@link org.flatsearch.results.catalogue.ScheduleCatalogue#nearest} answers for workloads that
 * do not ship: it takes the schedule of the most similar one and says how the tiles had to change.
 *
 * <p>There is one {@link org.flatsearch.results.catalogue.CatalogueDocument} for each accelerator,
 * a resource beside these classes. The command {@code catalogue build} makes them, {@code catalogue
 * check} evaluates every entry again.
 */
package org.flatsearch.results.catalogue;
