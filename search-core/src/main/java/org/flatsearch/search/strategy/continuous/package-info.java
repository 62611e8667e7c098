/**
 * A continuous method for comparison: CMA-ES by Apache Commons Math on the ordered decisions.
 *
 * <pre>{@code
 * SearchResult result = Search.of(problem, new CmaEs()).budget(Budget.ofEvaluations(20_000)).run();
 * }</pre>
 *
 * <p>API for programs: {@code CmaEs}; the rest is internal.
 */
package org.flatsearch.search.strategy.continuous;
