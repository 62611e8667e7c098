package org.flatsearch.search;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;

/**
 * A user's constraint on one decision, as text:
 *
 * <pre>
 * row.tile%16==0                    the remainder of a number
 * row.tile&lt;=128                     a number (also &lt;, &gt;=, &gt;)
 * logit.stationarity==output        a label or a number
 * K.inside!=array
 * logit.order in {row-key, key-row} one of several
 * row.tile%64==0 or all             likewise, or the whole dimension
 * </pre>
 *
 * @param text the restriction as it was given
 * @param decision the name of the decision
 * @param modulus if not 0, the remainder by this modulus is compared
 * @param comparison how to compare
 * @param operands what to compare with; exactly one, except for {@link Comparison#IN}
 * @param otherwise a number that is allowed besides; {@value #ALL} is the largest of the decision,
 *     {@value #NOTHING} is none
 */
public record Restriction(
    String text,
    String decision,
    int modulus,
    Comparison comparison,
    List<String> operands,
    int otherwise) {
  /** In place of a number: that of the whole dimension. */
  public static final int ALL = -1;

  /** In place of a number: none. */
  public static final int NOTHING = 0;

  private static final Pattern OR_ALL = Pattern.compile("(.*\\S)\\s+or\\s+all\\s*");

  /** How a value is compared with the operand. */
  public enum Comparison {
    /** Equal, as labels or as numbers. */
    EQUAL("=="),
    /** Not equal. */
    NOT_EQUAL("!="),
    /** At most, as numbers. */
    AT_MOST("<="),
    /** At least, as numbers. */
    AT_LEAST(">="),
    /** Less, as numbers. */
    LESS("<"),
    /** More, as numbers. */
    MORE(">"),
    /** Equal to one of several. */
    IN("in");

    private final String symbol;

    Comparison(String symbol) {
      this.symbol = symbol;
    }

    boolean isOfLabels() {
      return this == EQUAL || this == NOT_EQUAL || this == IN;
    }
  }

  private static final Pattern FORM =
      Pattern.compile(
          "\\s*(?<decision>[^\\s%=!<>{}]+)\\s*(?:%\\s*(?<modulus>\\d{1,9})\\s*)?"
              + "(?<symbol>==|!=|<=|>=|<|>|\\sin(?=[\\s{]))\\s*(?<operand>.*?)\\s*");

  /** A restriction without an alternative. */
  public Restriction(
      String text, String decision, int modulus, Comparison comparison, List<String> operands) {
    this(text, decision, modulus, comparison, operands, NOTHING);
  }

  /**
   * Validates all.
   *
   * @throws IllegalArgumentException if the operands are too many, too few, or no numbers although
   *     numbers are compared, or if the modulus is negative
   */
  public Restriction {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(comparison, "comparison");
    operands = List.copyOf(operands);
    if (modulus < 0) {
      throw new IllegalArgumentException("modulus " + modulus + " is negative");
    }
    if (operands.isEmpty() || operands.size() > 1 && comparison != Comparison.IN) {
      throw new IllegalArgumentException(comparison + " does not take " + operands);
    }
    if (needsNumbers(modulus, comparison) && !areNumbers(operands)) {
      throw new IllegalArgumentException("numbers are compared, and " + operands + " is none");
    }
  }

  private static boolean needsNumbers(int modulus, Comparison comparison) {
    return modulus > 0 || !comparison.isOfLabels();
  }

  private static boolean areNumbers(List<String> operands) {
    return operands.stream().allMatch(operand -> Decision.number(operand).isPresent());
  }

  /**
   * Reads a restriction.
   *
   * @throws InvalidInputException if {@code text} is not one
   */
  public static Restriction parse(String text) {
    Objects.requireNonNull(text, "text");
    Matcher orAll = OR_ALL.matcher(text);
    boolean hasAll = orAll.matches();
    Matcher form = FORM.matcher(hasAll ? orAll.group(1) : text);
    if (!form.matches()) {
      throw malformed(text, "no decision, comparison and value can be made out");
    }
    String symbol = form.group("symbol").strip();
    Comparison comparison =
        Arrays.stream(Comparison.values()).filter(c -> c.symbol.equals(symbol)).findAny().get();
    int modulus = form.group("modulus") == null ? 0 : Integer.parseInt(form.group("modulus"));
    if (form.group("modulus") != null && modulus == 0) {
      throw malformed(text, "there is no remainder by 0");
    }
    List<String> operands = operands(text, comparison, form.group("operand"));
    if (needsNumbers(modulus, comparison) && !areNumbers(operands)) {
      throw malformed(text, "it compares numbers, and " + operands + " is none");
    }
    return new Restriction(
        text.strip(),
        form.group("decision"),
        modulus,
        comparison,
        operands,
        hasAll ? ALL : NOTHING);
  }

  /**
   * The restriction of a dimension of so many elements: "all" is this number.
   *
   * @param extent the number, from 1
   */
  public Restriction of(int extent) {
    return otherwise == ALL
        ? new Restriction(text, decision, modulus, comparison, operands, extent)
        : this;
  }

  private static List<String> operands(String text, Comparison comparison, String operand) {
    if (comparison != Comparison.IN) {
      if (operand.isEmpty() || operand.matches(".*[\\s=<>!{}].*")) {
        throw malformed(text, "'" + operand + "' is not a value");
      }
      return List.of(operand);
    }
    if (!operand.matches("\\{[^{}]*[^{}\\s][^{}]*\\}")) {
      throw malformed(text, "the values after 'in' must be in braces: {a, b}");
    }
    String[] values = operand.substring(1, operand.length() - 1).strip().split("\\s*,\\s*", -1);
    if (Arrays.stream(values).anyMatch(String::isEmpty)) {
      throw malformed(text, "a value between the commas is missing");
    }
    return List.of(values);
  }

  private static InvalidInputException malformed(String text, String why) {
    return new InvalidInputException(
        ("\"%s\" is not a restriction: %s. Write it like row.tile%%16==0,"
                + " logit.stationarity==output, K.inside!=array or row.tile<=128.")
            .formatted(text, why));
  }

  /**
   * The value indexes that this leaves of its decision in {@code problem}, ascending.
   *
   * @throws InvalidInputException if the problem has no such decision, if numbers are asked of
   *     labels that are none, or if no value is left
   */
  public int[] valuesIn(SearchProblem problem) {
    Decision restricted = problem.decisions().get(decisionIn(problem));
    requireComparable(restricted);
    int largest =
        restricted.labels().stream()
            .map(Decision::number)
            .flatMapToInt(OptionalInt::stream)
            .max()
            .orElse(NOTHING);
    IntPredicate ofNumbers = of(largest).ofNumbers();
    int[] values =
        IntStream.range(0, restricted.size())
            .filter(value -> allows(restricted.label(value), ofNumbers))
            .toArray();
    if (values.length == 0) {
      throw new InvalidInputException(
          "restriction \"%s\" leaves no value of decision '%s', which has %s."
              .formatted(text, decision, summary(restricted)));
    }
    return values;
  }

  /**
   * The index of the restricted decision in {@code problem}.
   *
   * @throws InvalidInputException if the problem has no such decision
   */
  public int decisionIn(SearchProblem problem) {
    List<String> names = problem.decisions().stream().map(Decision::name).toList();
    int index = names.indexOf(decision);
    if (index < 0) {
      throw new InvalidInputException(
          "restriction \"%s\" is on decision '%s', which problem '%s' does not have. %s"
              .formatted(text, decision, problem.name(), NearestNames.advice(decision, names)));
    }
    return index;
  }

  private void requireComparable(Decision restricted) {
    boolean needsNumbers = needsNumbers(modulus, comparison);
    for (int value = 0; needsNumbers && value < restricted.size(); value++) {
      if (restricted.number(value).isEmpty()) {
        throw new InvalidInputException(
            "restriction \"%s\" compares numbers, but decision '%s' has labels: %s. Use == or !=."
                .formatted(text, decision, summary(restricted)));
      }
    }
    boolean hasNumbers =
        restricted.labels().stream().anyMatch(label -> Decision.number(label).isPresent());
    for (String operand : operands) {
      boolean isNumber = hasNumbers && Decision.number(operand).isPresent();
      if (!needsNumbers
          && !isNumber
          && restricted.labels().stream().noneMatch(label -> isMeant(operand, label))) {
        throw new InvalidInputException(
            "restriction \"%s\" names '%s', which is not a value of decision '%s'. %s"
                .formatted(
                    text, operand, decision, NearestNames.advice(operand, restricted.labels())));
      }
    }
  }

  /** Whether a value with this label is allowed, where one is compared with labels or numbers. */
  public boolean allows(String label) {
    return allows(label, ofNumbers());
  }

  /** Whether the value with this label stays; it is a number where numbers are compared. */
  private boolean allows(String label, IntPredicate ofNumbers) {
    OptionalInt number = Decision.number(label);
    return number.isPresent()
        ? ofNumbers.test(number.getAsInt())
        : operands.stream().anyMatch(operand -> isMeant(operand, label))
            != (comparison == Comparison.NOT_EQUAL);
  }

  /** A value is also meant by what it has before a colon: {@code row} is every row:… */
  private static boolean isMeant(String operand, String label) {
    return label.equals(operand) || label.startsWith(operand + ":");
  }

  /** Which values that are numbers stay. */
  public IntPredicate ofNumbers() {
    int[] numbers =
        operands.stream()
            .map(Decision::number)
            .flatMapToInt(OptionalInt::stream)
            .sorted()
            .toArray();
    return number -> {
      if (otherwise > 0 && number == otherwise) {
        return true;
      }
      int left = modulus > 0 ? number % modulus : number;
      return switch (comparison) {
        case EQUAL, IN -> Arrays.binarySearch(numbers, left) >= 0;
        case NOT_EQUAL -> Arrays.binarySearch(numbers, left) < 0;
        case AT_MOST -> left <= numbers[0];
        case AT_LEAST -> left >= numbers[0];
        case LESS -> left < numbers[0];
        case MORE -> left > numbers[0];
      };
    };
  }

  private static String summary(Decision decision) {
    List<String> labels = decision.labels();
    if (labels.size() <= 12) {
      return String.join(", ", labels);
    }
    return "%s, ... %s (%s values)"
        .formatted(
            String.join(", ", labels.subList(0, 8)), labels.get(labels.size() - 1), labels.size());
  }

  @Override
  public String toString() {
    return text;
  }
}
