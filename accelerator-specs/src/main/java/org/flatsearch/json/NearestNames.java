package org.flatsearch.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The advice in an error message about an unknown name: which known names look like it. */
public final class NearestNames {

  private static final int MOST_SUGGESTED = 3;
  private static final int MOST_LISTED = 40;

  /** Longer texts are no names: comparing two takes the product of their lengths. */
  private static final int LONGEST = 200;

  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private NearestNames() {}

  /**
   * The known names that the given one may have been meant to be, nearest first, at most three.
   *
   * <p>A known name is near if its edit distance from the given name, ignoring case, is at most a
   * third of that name's length or at most two; or if it contains the given name, when that has at
   * least three characters. Equally near names keep the order of {@code known}. Texts of more than
   * {@value #LONGEST} characters are near nothing.
   */
  public static List<String> of(String name, Collection<String> known) {
    return known.stream()
        .filter(candidate -> name.length() <= LONGEST && candidate.length() <= LONGEST)
        .filter(candidate -> isNear(name, candidate))
        .sorted(Comparator.comparingInt(candidate -> distance(name, candidate)))
        .limit(MOST_SUGGESTED)
        .toList();
  }

  /** Advice: the near names if there are any, otherwise the known ones, or their number. */
  public static String advice(String name, Collection<String> known) {
    List<String> near = of(name, known);
    if (!near.isEmpty()) {
      return "Did you mean " + alternatives(near) + "?";
    }
    if (known.size() <= MOST_LISTED) {
      return "Known: " + String.join(", ", known) + ".";
    }
    return "There are " + known.size() + " known names, none of them similar.";
  }

  private static String alternatives(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  private static boolean isNear(String name, String candidate) {
    return distance(name, candidate) <= Math.max(2, name.length() / 3)
        || name.length() >= 3 && lower(candidate).contains(lower(name));
  }

  private static int distance(String name, String candidate) {
    return DISTANCE.apply(lower(name), lower(candidate));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
