/**
 * A constraint model of what a loop nest moves and holds, written down from the rules in the
 * documentation and solved by Choco: an optimum that owes nothing to our evaluators, bounds and
 * search. Tiles divide their dimensions.
 */
package org.flatsearch.search.strategy.exact.constraint;
