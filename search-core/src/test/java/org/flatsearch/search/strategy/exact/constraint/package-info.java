/**
 * A constraint model of what a loop nest moves and holds, written from the documented rules and
 * solved by Choco. Its optimum is independent of our evaluators, bounds and search. Tiles divide
 * their dimensions.
 */
package org.flatsearch.search.strategy.exact.constraint;
