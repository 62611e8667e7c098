package org.flatsearch.search.strategy.exact.constraint;

import java.util.Arrays;
import org.chocosolver.solver.Model;
import org.chocosolver.solver.variables.BoolVar;
import org.chocosolver.solver.variables.IntVar;

/** Arithmetic over the variables of one constraint model. */
final class Terms {
  final Model model = new Model();
  private int made;

  private String name() {
    return "v" + made++;
  }

  /** A variable between two values. */
  IntVar between(int low, int high) {
    return high - low < 100
        ? model.intVar(name(), low, high, false)
        : model.intVar(name(), low, high, true);
  }

  IntVar constant(int value) {
    return model.intVar(value);
  }

  IntVar product(IntVar a, IntVar b) {
    IntVar product = between(Math.multiplyExact(a.getLB(), b.getLB()), upper(a, b));
    model.times(a, b, product).post();
    return product;
  }

  private static int upper(IntVar a, IntVar b) {
    int upper = Math.multiplyExact(a.getUB(), b.getUB());
    if (upper > IntVar.MAX_INT_BOUND) {
      throw new IllegalArgumentException("the instance is too large for the solver: " + upper);
    }
    return upper;
  }

  /** {@code Σ weights·terms + constant}, with weights of at least 0. */
  IntVar sum(int constant, int[] weights, IntVar... terms) {
    int low = constant;
    int high = constant;
    for (int k = 0; k < terms.length; k++) {
      low = Math.addExact(low, Math.multiplyExact(weights[k], terms[k].getLB()));
      high = Math.addExact(high, Math.multiplyExact(weights[k], terms[k].getUB()));
    }
    IntVar sum = between(low, high);
    IntVar shifted = constant == 0 ? sum : model.intView(1, sum, -constant);
    model.scalar(terms, weights, "=", shifted).post();
    return sum;
  }

  IntVar sum(IntVar... terms) {
    int[] ones = new int[terms.length];
    Arrays.fill(ones, 1);
    return sum(0, ones, terms);
  }

  /** {@code whether ? then : otherwise}. */
  IntVar choice(BoolVar whether, IntVar then, IntVar otherwise) {
    IntVar choice =
        between(
            Math.min(then.getLB(), otherwise.getLB()), Math.max(then.getUB(), otherwise.getUB()));
    model.element(choice, new IntVar[] {otherwise, then}, whether, 0).post();
    return choice;
  }

  BoolVar less(IntVar a, IntVar b) {
    return model.arithm(a, "<", b).reify();
  }

  BoolVar atMost(IntVar a, IntVar b) {
    return model.arithm(a, "<=", b).reify();
  }

  BoolVar moreThanOne(IntVar a) {
    return model.arithm(a, ">", 1).reify();
  }

  BoolVar all(BoolVar... parts) {
    return model.and(parts).reify();
  }

  BoolVar any(BoolVar... parts) {
    return model.or(parts).reify();
  }
}
