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
import java.util.regex.Pattern;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;

/**
 * Finds the implementations of an interface by {@link ServiceLoader}.
 *
 * <p>Uses the context class loader of the calling thread, which is that of the class path unless a
 * program that embeds FlatSearch sets another; if it is null, the system class loader. If that
 * loader finds none, the class loader of the interface is used, which finds at least the
 * implementations that ship with it: threads of servers and tools often have a context class loader
 * that does not know FlatSearch.
 */
public final class PlugIns {
  private static final String NAME_RULE =
      "a name of letters, digits and . _ + - that starts with a letter or digit";

  /**
   * Needs no quotes on a command line, is not taken for an option, and suits documents and files.
   */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

  private static final Pattern ONE_LINE = Pattern.compile("\\P{Cntrl}*");

  private PlugIns() {}

  /**
   * All implementations on the class path, several of which may have the same name.
   *
   * @param kind the interface
   * @param what what messages call one of them, such as {@code strategy}
   * @param name what one of them is called
   * @throws InvalidInputException if one can't be loaded, or its name breaks the rule
   */
  public static <T> List<T> all(Class<T> kind, String what, Function<T, String> name) {
    List<T> found = load(kind, what, contextLoader());
    if (found.isEmpty()) {
      found = load(kind, what, kind.getClassLoader());
    }
    found.forEach(each -> requireName(each, what, name));
    return found;
  }

  private static ClassLoader contextLoader() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  private static <T> List<T> load(Class<T> kind, String what, ClassLoader loader) {
    List<T> found = new ArrayList<>();
    try {
      ServiceLoader.load(kind, loader).forEach(found::add);
      return found;
    } catch (ServiceConfigurationError e) {
      throw new InvalidInputException(
          "one %s on the class path can't be loaded (%s); correct its jar or leave it out."
              .formatted(
                  what,
                  e.getCause() == null
                      ? e.getMessage()
                      : e.getMessage() + ": " + told(e.getCause())),
          e);
    } catch (LinkageError e) {
      throw BrokenPlugIn.unlinked(kind, what, loader, e);
    }
  }

  /**
   * All implementations on the class path, in the order of their names.
   *
   * @param kind the interface
   * @param what what messages call one of them, such as {@code strategy}
   * @param name what one of them is called
   * @throws InvalidInputException if two have the same name, or one can't be loaded or its name
   *     breaks the rule
   */
  public static <T> Map<String, T> byName(Class<T> kind, String what, Function<T, String> name) {
    Map<String, T> found = new TreeMap<>();
    for (T each : all(kind, what, name)) {
      T other = found.put(name.apply(each), each);
      if (other != null) {
        throw new InvalidInputException(
            "%s '%s' is on the class path twice, as %s and as %s; leave out one of the jars."
                .formatted(
                    what, name.apply(each), other.getClass().getName(), each.getClass().getName()));
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

  /**
   * A plug-in's description of itself, for lists.
   *
   * @param plugIn one that was found
   * @param what what messages call it, such as {@code strategy}
   * @param description asks one for its description
   * @throws InvalidInputException if it fails at that, or the description is not one line
   */
  public static <T> String description(T plugIn, String what, Function<T, String> description) {
    String found = answer(plugIn, what, "describe itself", description);
    if (found == null || !ONE_LINE.matcher(found).matches()) {
      throw BrokenPlugIn.undescribed(plugIn, what, found);
    }
    return found;
  }

  /**
   * A plug-in's answer to a question about itself.
   *
   * @param plugIn one that was found
   * @param what what messages call it, such as {@code strategy}
   * @param task what it is to do, such as {@code say its name}
   * @throws InvalidInputException if it fails at that
   */
  public static <T, A> A answer(T plugIn, String what, String task, Function<T, A> question) {
    try {
      return question.apply(plugIn);
    } catch (Throwable e) {
      requireItsOwn(e);
      throw BrokenPlugIn.unable(plugIn, what, task, e);
    }
  }

  /**
   * Rethrows an error for which no plug-in is to blame: exhausted memory or a broken virtual
   * machine. Anything else that a call of a plug-in throws is a defect of its own, even an {@link
   * Error}: Kotlin and Scala throw one where something is not implemented.
   */
  public static void requireItsOwn(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
      throw error;
    }
  }

  /**
   * What a plug-in threw, for messages: its class and its own message, and what made a class fail
   * as it was initialised. If it fails to say so, as an exception with a text of its own may, its
   * class alone.
   */
  public static String told(Throwable thrown) {
    try {
      String text = Objects.requireNonNull(thrown.toString());
      return isOfInitializer(thrown) ? text + ": " + told(thrown.getCause()) : text;
    } catch (Throwable e) {
      requireItsOwn(e);
      return thrown.getClass().getName();
    }
  }

  /** The same, with the simple name of the class; that of its superclass if it is anonymous. */
  public static String toldBriefly(Throwable thrown) {
    Class<?> kind = thrown.getClass();
    Class<?> named = kind.isAnonymousClass() ? kind.getSuperclass() : kind;
    return told(thrown).replace(kind.getName(), named.getSimpleName());
  }

  /** Whether a class failed as it was initialised, now or before; the cause alone says why. */
  public static boolean isOfInitializer(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause instanceof ExceptionInInitializerError
        || cause != null && thrown instanceof ExceptionInInitializerError;
  }

  private static <T> void requireName(T plugIn, String what, Function<T, String> name) {
    String found = answer(plugIn, what, "say its name", name);
    if (found == null || !NAME.matcher(found).matches()) {
      throw BrokenPlugIn.misnamed(plugIn, what, NAME_RULE, found);
    }
  }
}
