package org.flatsearch.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import elsewhere.Grumpy;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.flatsearch.json.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How plug-ins are found, and named when they fail. */
public class PlugInsTest {
  private static final String PACKAGE = PlugInsTest.class.getPackageName();

  /** The interface of this test's plug-ins. */
  public interface Greeting {
    /** The name of the plug-in. */
    String name();

    /** A greeting to someone. */
    default Optional<Greeting> to(String whom) {
      return Optional.empty();
    }
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

  /** A plug-in whose name is taken. */
  public static final class Hullo implements Greeting {
    @Override
    public String name() {
      return "hello";
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
    assertThat(greetings(Hello.class, Bye.class).keySet()).containsExactly("bye", "hello");
  }

  @Test
  void haveNamesOfTheirOwn() {
    assertThatThrownBy(() -> greetings(Hello.class, Hullo.class))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("greeting 'hello'", "twice");
  }

  @Test
  void sayWhyTheyCantBeMade() {
    assertThatThrownBy(() -> greetings(Refusing.class))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("greeting", "Refusing", "no licence");
  }

  /** Also where it is an object that the plug-in returned that fails. */
  @Test
  void areNamedWhenTheyFail() throws IOException {
    Greeting grumpy = greetings(Grumpy.class).get("grumpy");
    Greeting returned = grumpy.to("friend").orElseThrow();

    for (Greeting each : List.of(grumpy, returned)) {
      assertThatThrownBy(() -> each.to("boss"))
          .isInstanceOf(PlugInFailedException.class)
          .hasMessageContainingAll("greeting elsewhere.Grumpy", "AssertionError: no")
          .hasCauseInstanceOf(AssertionError.class);
      assertThatThrownBy(() -> each.to("nobody"))
          .isInstanceOf(PlugInFailedException.class)
          .hasMessageContainingAll("greeting elsewhere.Grumpy", "null");
      assertThatThrownBy(() -> each.to("king")).hasMessage("not kings");
      assertThatThrownBy(() -> each.to("everybody")).isInstanceOf(OutOfMemoryError.class);
      assertThat(each).isEqualTo(each).hasSameHashCodeAs(each);
    }
  }

  /** Threads of many servers have a context class loader that knows only other classes. */
  @Test
  void areThoseBesideTheInterfaceWhereTheContextKnowsNone() throws Exception {
    offer(Shipped.class);
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

  /** A jar that lacks the service file is as good as none, as is any beside that of java -jar. */
  @Test
  void tellWhatAJarNeedsToBeFound() {
    String classPath = String.join(File.pathSeparator, "flatsearch.jar", "mine.jar");
    List<String> known = List.of("bye", "hello");

    assertThat(PlugIns.advice("moin", known, classPath)).contains("bye, hello", "META-INF");
    assertThat(PlugIns.advice("moin", known, "flatsearch.jar")).contains("bye, hello", "java -cp");
    assertThat(PlugIns.advice("helo", known, classPath)).isEqualTo("Did you mean hello?");
    assertThatThrownBy(() -> PlugIns.named(Map.of("hello", new Hello()), "greeting", "moin"))
        .hasMessageContaining("There is no greeting \"moin\".");
  }

  /** The greetings in a jar whose service file names these classes. */
  private Map<String, Greeting> greetings(Class<?>... classes) throws IOException {
    offer(classes);
    ClassLoader parent = PlugInsTest.class.getClassLoader();
    try (URLClassLoader jar = new URLClassLoader(new URL[] {folder.toUri().toURL()}, parent)) {
      return within(jar, () -> PlugIns.byName(Greeting.class, "greeting", Greeting::name));
    }
  }

  /** Writes the service file that makes the folder a jar with these plug-ins. */
  private void offer(Class<?>... classes) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.write(
        services.resolve(Greeting.class.getName()),
        List.of(classes).stream().map(Class::getName).toList());
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
