package org.flatsearch.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.tools.ToolProvider;
import org.flatsearch.json.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars on the class path are checked like any other input. */
class PlugInsTest {
  private static final String PACKAGE = PlugInsTest.class.getPackageName();

  /** The interface of this test's plug-ins. */
  public interface Greeting {
    String name();
  }

  /** A plug-in without peculiarities. */
  public static final class Hello implements Greeting {
    @Override
    public String name() {
      return "hello";
    }
  }

  /** Another such plug-in. */
  public static final class Bye implements Greeting {
    @Override
    public String name() {
      return "bye";
    }
  }

  /** A plug-in in the same jar as the interface. */
  public static final class Shipped implements Greeting {
    @Override
    public String name() {
      return "shipped";
    }

    @Override
    public String toString() {
      return name();
    }
  }

  /** An interface whose plug-in, a resource of this test, is not a valid class file. */
  public interface Spoiled {}

  /** A plug-in whose name the test sets. */
  public static final class Hullo implements Greeting {
    private static String name;

    @Override
    public String name() {
      return name;
    }
  }

  /** A plug-in without a name. */
  public static final class Nobody implements Greeting {
    @Override
    public String name() {
      return null;
    }
  }

  /** A plug-in whose name is blank. */
  public static final class Blank implements Greeting {
    @Override
    public String name() {
      return " ";
    }
  }

  /** A plug-in that was built before plug-ins had names. */
  public static final class Outdated implements Greeting {
    @Override
    public String name() {
      throw new AbstractMethodError("name");
    }
  }

  /**
   * An unfinished plug-in in a language that throws an error where something is not implemented.
   */
  public static final class Unfinished implements Greeting {
    @Override
    public String name() {
      throw new Error("to do");
    }
  }

  /** A plug-in that can't be instantiated. */
  public static final class Refusing implements Greeting {
    /** Always fails. */
    public Refusing() {
      throw new IllegalStateException("no licence");
    }

    @Override
    public String name() {
      return "refusing";
    }
  }

  @TempDir private Path folder;

  @Test
  void areInTheOrderOfTheirNames() throws IOException {
    assertThat(greetings(Hello.class.getName(), Bye.class.getName()).keySet())
        .containsExactly("bye", "hello");
  }

  @Test
  void haveNamesOfTheirOwn() {
    Hullo.name = "hello";

    assertThatThrownBy(() -> greetings(Hello.class.getName(), Hullo.class.getName()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("greeting 'hello'", "twice", "Hello", "Hullo", "leave out one");
  }

  @Test
  void mustBeThere() {
    assertThatThrownBy(() -> greetings("org.example.Nowhere"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("one greeting", "org.example.Nowhere", "leave it out");
  }

  @Test
  void sayWhyTheyCantBeMade() {
    assertThatThrownBy(() -> greetings(Refusing.class.getName()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("one greeting", "Refusing", "no licence", "leave it out");
  }

  @Test
  void areBuiltForThisJava() throws IOException {
    Path file = compiled("Newer");
    byte[] newer = Files.readAllBytes(file);
    newer[7] = (byte) 200;
    Files.write(file, newer);

    assertThatThrownBy(() -> greetings(Hello.class.getName(), PACKAGE + ".Newer"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "greeting " + PACKAGE + ".Newer (named in file:",
            "UnsupportedClassVersionError",
            "rebuild it");
  }

  /** The error names only the class that is missing. */
  @Test
  void areNamedWhenWhatTheyExtendIsMissing() throws IOException {
    Path base = compiled("Base");
    compiled("Extended", "extends Base");
    Files.delete(base);

    assertThatThrownBy(() -> greetings("# a comment", PACKAGE + ".Extended"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "greeting " + PACKAGE + ".Extended (named", "NoClassDefFoundError", "/Base");
  }

  @ParameterizedTest
  @ValueSource(classes = {Nobody.class, Blank.class, Outdated.class, Unfinished.class})
  void haveANameAtAll(Class<?> nameless) {
    assertThatThrownBy(() -> greetings(nameless.getName()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "greeting " + nameless.getName() + " (file:", " name ", "leave out its jar");
  }

  /** Threads of many servers have a context class loader that knows only other classes. */
  @Test
  void areThoseBesideTheInterfaceWhereTheContextKnowsNone() throws Exception {
    offer(Shipped.class.getName());
    for (String name : List.of("Greeting", "Shipped")) {
      String file = PACKAGE.replace('.', '/') + "/PlugInsTest$" + name + ".class";
      Files.createDirectories(folder.resolve(file).getParent());
      Files.copy(
          Path.of(PlugInsTest.class.getClassLoader().getResource(file).toURI()),
          folder.resolve(file));
    }
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader jar = new URLClassLoader(new URL[] {folder.toUri().toURL()}, platform)) {
      Class<?> kind = jar.loadClass(Greeting.class.getName());

      assertThat(within(platform, () -> PlugIns.byName(kind, "greeting", Object::toString)))
          .containsOnlyKeys("shipped");
    }
  }

  /** The search for the culprit needs a class loader as well. */
  @Test
  void areNamedWhereThereIsNoContext() {
    assertThatThrownBy(
            () -> within(null, () -> PlugIns.all(Spoiled.class, "fruit", String::valueOf)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "fruit " + PACKAGE + ".NoClassFile (named in", "ClassFormatError", "rebuild it");
  }

  /** Names appear on command lines, in lists and in documents. */
  @ParameterizedTest
  @ValueSource(strings = {"a b", "../a", "-a", "a\nb", "a\u0007", "", "ä"})
  void haveNamesThatNeedNoQuotes(String name) {
    Hullo.name = name;

    assertThatThrownBy(() -> greetings(Hullo.class.getName()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("Hullo (file:", "must have a name of letters, digits and . _ + -")
        .hasMessageEndingWith("; correct it, or leave out its jar.")
        .hasMessageMatching("\\P{Cntrl}*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"timeloop", "loopnest-c", "GPT_2+x.1", "2d"})
  void mayHaveTheseNames(String name) throws IOException {
    Hullo.name = name;

    assertThat(greetings(Hullo.class.getName())).containsOnlyKeys(name);
  }

  @Test
  void describeThemselvesInOneLine() {
    assertThat(PlugIns.description(new Hello(), "greeting", hello -> "says hello"))
        .isEqualTo("says hello");
    assertThatThrownBy(() -> PlugIns.description(new Hello(), "greeting", hello -> null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("greeting " + Hello.class.getName(), "one line, found null");
    assertThatThrownBy(() -> PlugIns.description(new Hello(), "greeting", hello -> "a\nb"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("one line, found \"a\\u000ab\"");
  }

  @Test
  void areNamedWhenTheyFailToDescribeThemselves() {
    assertThatThrownBy(
            () ->
                PlugIns.description(
                    new Hello(),
                    "greeting",
                    hello -> {
                      throw new IllegalStateException("no words");
                    }))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "greeting " + Hello.class.getName(), "can't describe itself", "no words");
  }

  /** Compiles a plug-in into the folder; returns its class file. */
  private Path compiled(String name, String... clauses) throws IOException {
    Path source = folder.resolve(name + ".java");
    Files.writeString(
        source,
        """
        package %s;
        public class %s %s implements PlugInsTest.Greeting {
          public String name() { return "%s"; }
        }
        """
            .formatted(PACKAGE, name, String.join(" ", clauses), name));
    String classPath = folder + File.pathSeparator + System.getProperty("java.class.path");
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", classPath, "-d", folder.toString(), source.toString());
    assertThat(exitCode).isZero();
    return folder.resolve(PACKAGE.replace('.', '/')).resolve(name + ".class");
  }

  /** An exception that can't say what it is. */
  private static final class Mute extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw this;
    }
  }

  @Test
  void tellWhatWasThrown() {
    Throwable lost =
        new NoClassDefFoundError("Could not initialize class a.B")
            .initCause(new ExceptionInInitializerError("no table"));

    assertThat(PlugIns.told(new IllegalStateException("no")))
        .isEqualTo("java.lang.IllegalStateException: no");
    assertThat(PlugIns.toldBriefly(new IllegalStateException("no")))
        .isEqualTo("IllegalStateException: no");
    assertThat(PlugIns.toldBriefly(lost))
        .isEqualTo(
            "NoClassDefFoundError: Could not initialize class a.B:"
                + " java.lang.ExceptionInInitializerError: no table");
    assertThat(PlugIns.toldBriefly(new Mute())).isEqualTo("Mute");
    assertThat(PlugIns.toldBriefly(new IllegalStateException("no") {}))
        .as("of an anonymous class")
        .isEqualTo("IllegalStateException: no");
  }

  /** A jar that lacks the service file is as good as none, as is any beside that of java -jar. */
  @Test
  void tellWhatAJarNeedsToBeFound() {
    String classPath = String.join(File.pathSeparator, "flatsearch.jar", "mine.jar");
    List<String> known = List.of("bye", "hello");

    assertThat(PlugIns.advice("moin", known, classPath))
        .isEqualTo(
            "Known: bye, hello. A plug-in is found only if META-INF/services in its jar names it.");
    assertThat(PlugIns.advice("helo", known, classPath)).isEqualTo("Did you mean hello?");
    assertThat(PlugIns.advice("moin", known, "flatsearch.jar"))
        .isEqualTo("Known: bye, hello. Plug-ins need java -cp in place of java -jar.");
    assertThat(PlugIns.advice("helo", known, "flatsearch.jar")).isEqualTo("Did you mean hello?");
    assertThatThrownBy(() -> PlugIns.named(Map.of("hello", new Hello()), "greeting", "moin"))
        .hasMessageStartingWith(
            "There is no greeting \"moin\". " + PlugIns.advice("moin", List.of("hello")));
  }

  /** The greetings in a jar whose service file names these classes. */
  private Map<String, Greeting> greetings(String... classes) throws IOException {
    offer(classes);
    ClassLoader parent = PlugInsTest.class.getClassLoader();
    try (URLClassLoader jar = new URLClassLoader(new URL[] {folder.toUri().toURL()}, parent)) {
      return within(jar, () -> PlugIns.byName(Greeting.class, "greeting", Greeting::name));
    }
  }

  /** Writes the service file that makes the folder a jar with these plug-ins. */
  private void offer(String... classes) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Greeting.class.getName()), String.join("\n", classes));
  }

  /** Runs a lookup with this context class loader. */
  private static <T> T within(ClassLoader context, Supplier<T> lookup) {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try {
      Thread.currentThread().setContextClassLoader(context);
      return lookup.get();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
