package org.flatsearch.plugin;

import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;

/**
 * Finds the implementations of an interface by {@link ServiceLoader}. Those that do not ship with
 * FlatSearch are wrapped, so that an exception of theirs names them.
 *
 * <p>Uses the context class loader of the calling thread, which is that of the class path unless a
 * program that embeds FlatSearch sets another; if it is null, the system class loader. If that
 * loader finds none, the class loader of the interface is used, which finds at least the
 * implementations that ship with it: threads of servers and tools often have a context class loader
 * that does not know FlatSearch.
 */
public final class PlugIns {
  private PlugIns() {}

  /**
   * All implementations on the class path, several of which may have the same name.
   *
   * @param kind the interface
   * @param what what messages call one of them, such as {@code strategy}
   * @throws InvalidInputException if one can't be loaded
   */
  public static <T> List<T> all(Class<T> kind, String what) {
    List<T> found = load(kind, what, contextLoader());
    return found.isEmpty() ? load(kind, what, kind.getClassLoader()) : found;
  }

  private static ClassLoader contextLoader() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  private static <T> List<T> load(Class<T> kind, String what, ClassLoader loader) {
    List<T> found = new ArrayList<>();
    try {
      for (T each : ServiceLoader.load(kind, loader)) {
        found.add(kind.cast(PlugInGuard.around(each, what + " " + each.getClass().getName())));
      }
      return found;
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new InvalidInputException(
          "a %s on the class path can't be loaded (%s%s); correct its jar or leave it out."
              .formatted(what, e.getMessage(), e.getCause() == null ? "" : ": " + e.getCause()),
          e);
    }
  }

  /**
   * All implementations on the class path, in the order of their names.
   *
   * @param kind the interface
   * @param what what messages call one of them, such as {@code strategy}
   * @param name what one of them is called
   * @throws InvalidInputException if two have the same name, or one can't be loaded
   * @throws PlugInFailedException if one can't say its name
   */
  public static <T> Map<String, T> byName(Class<T> kind, String what, Function<T, String> name) {
    Map<String, T> found = new TreeMap<>();
    for (T each : all(kind, what)) {
      if (found.put(name.apply(each), each) != null) {
        throw new InvalidInputException(
            "%s '%s' is on the class path twice; leave out one of the jars."
                .formatted(what, name.apply(each)));
      }
    }
    return Collections.unmodifiableMap(found);
  }

  /**
   * The implementation that is called {@code name}.
   *
   * @param found all of them, by name
   * @param what what messages call one of them, such as {@code strategy}
   * @throws InvalidInputException if there is none, naming those that are similar
   */
  public static <T> T named(Map<String, T> found, String what, String name) {
    T named = found.get(Objects.requireNonNull(name, "name"));
    if (named == null) {
      throw new InvalidInputException(
          "There is no %s \"%s\". %s".formatted(what, name, advice(name, found.keySet())));
    }
    return named;
  }

  /**
   * Advice about a name that no implementation has: the near names if there are any, otherwise the
   * known ones and what a plug-in's jar needs to be found.
   */
  public static String advice(String name, Collection<String> known) {
    return advice(name, known, System.getProperty("java.class.path", ""));
  }

  static String advice(String name, Collection<String> known, String classPath) {
    String advice = NearestNames.advice(name, known);
    if (!NearestNames.of(name, known).isEmpty()) {
      return advice;
    }
    return classPath.contains(File.pathSeparator)
        ? advice + " A plug-in is found only if META-INF/services in its jar names it."
        : advice + " Plug-ins need java -cp in place of java -jar.";
  }
}
