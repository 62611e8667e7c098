/**
 * Builds and checks the catalogue of best-known schedules that ships in module {@code results}.
 *
 * <p>{@link org.flatsearch.experiments.catalogue.CatalogueBuild} searches for every accelerator,
 * workload and objective, has the walker replay what it finds, and keeps entries that are already
 * proven; {@link org.flatsearch.experiments.catalogue.CatalogueCheck} evaluates every entry again,
 * by the model of the search and by the walker.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.experiments.catalogue;
