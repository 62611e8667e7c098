/**
 * The tables of the guides that measure this project rather than a user's accelerator: separate
 * programs, not commands, that print Markdown.
 *
 * <ul>
 *   <li>{@link org.flatsearch.experiments.proofs.ProofTable}: how fast the exact search proves the
 *       optimum of whole spaces, and that optimum; a {@code ProofCase} is one of its lines.
 *   <li>{@link org.flatsearch.experiments.proofs.StrategyTable}: how near the heuristic strategies
 *       come to those optima; a {@code GapTable} keeps the gap of each run.
 *   <li>{@link org.flatsearch.experiments.proofs.RefinementTable}: what {@code search --refine}
 *       gains over the schedules of the catalogue.
 *   <li>{@link org.flatsearch.experiments.proofs.TileTable}: what tiles of other sizes cost under
 *       masks.
 * </ul>
 *
 * <p>{@code TableProgram} runs them, and says on what.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.experiments.proofs;
