/**
 * The table of proofs: how fast the exact search proves the optimum of whole spaces, and what it
 * is. {@link org.flatsearch.experiments.proofs.ProofTable} is a program of its own, not a command,
 * because it measures this project rather than a user's accelerator. So is {@link
 * org.flatsearch.experiments.proofs.StrategyTable}: how near the heuristic strategies come to those
 * optima.
 */
package org.flatsearch.experiments.proofs;
