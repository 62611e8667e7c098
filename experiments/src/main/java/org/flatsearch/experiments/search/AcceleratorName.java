package org.flatsearch.experiments.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.SpecNames;

/**
 * The names of accelerators whose figures were changed, such as {@code
 * flat-edge+bufferBytes-200KiB}, so that no schedule for one claims to be made for the accelerator
 * that ships.
 */
public final class AcceleratorName {
  private static final char CHANGED = '+';
  private static final char VALUE = '-';
  private static final String KERNEL = "kernel";

  private AcceleratorName() {}

  /**
   * {@code accelerator} with the changes, under a name that says so, and without its description,
   * which may state other figures.
   */
  public static Accelerator change(Accelerator accelerator, Map<String, String> changes) {
    if (changes.isEmpty()) {
      return accelerator;
    }
    StringBuilder name = new StringBuilder(accelerator.name());
    new TreeMap<>(changes)
        .forEach(
            (figure, value) ->
                name.append(CHANGED)
                    .append((figure + VALUE + value).replaceAll("[^A-Za-z0-9._-]", "-")));
    ObjectNode document = accelerator.with(changes).toJson();
    document.remove("description");
    document.put("name", name.substring(0, Math.min(SpecNames.LONGEST, name.length())));
    return Accelerator.fromJson(JsonObjectReader.over(document, "accelerator " + name));
  }

  /** The name of an accelerator with the figures of a kernel. */
  public static String withKernel(String name, String kernel) {
    String whole = name + CHANGED + KERNEL + VALUE + kernel;
    return whole.substring(0, Math.min(SpecNames.LONGEST, whole.length()));
  }

  /** The name of the accelerator before it was changed; {@code name} itself if it was not. */
  public static String original(String name) {
    int changed = name.indexOf(CHANGED);
    while (changed >= 0 && !isChange(name, changed + 1)) {
      changed = name.indexOf(CHANGED, changed + 1);
    }
    return changed < 0 ? name : name.substring(0, changed);
  }

  /** The name without the change of one figure; {@code name} itself if that was not changed. */
  public static String without(String name, AcceleratorFigure figure) {
    int begin = name.indexOf(CHANGED + figure.path() + VALUE);
    if (begin < 0) {
      return name;
    }
    int end = name.indexOf(CHANGED, begin + 1);
    return name.substring(0, begin) + (end < 0 ? "" : name.substring(end));
  }

  /** Whether the change of a figure begins there; a user's own name may contain a {@code +} too. */
  private static boolean isChange(String name, int begin) {
    String rest = name.substring(begin);
    boolean cut = name.length() == SpecNames.LONGEST;
    return Stream.concat(Stream.of(KERNEL), AcceleratorFigure.names().stream())
        .map(figure -> figure + VALUE)
        .anyMatch(change -> rest.startsWith(change) || cut && change.startsWith(rest));
  }
}
