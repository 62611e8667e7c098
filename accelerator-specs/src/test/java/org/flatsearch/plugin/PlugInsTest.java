package org.flatsearch.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flatsearch.json.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars on the class path are checked like any other input. */
class PlugInsTest {
  /** What the plug-ins of this test implement. */
  public interface Greeting {
    String name();
  }

  /** One of them. */
  public static final class Hello implements Greeting {
    @Override
    public String name() {
      return "hello";
    }
  }

  /** Another one. */
  public static final class Bye implements Greeting {
    @Override
    public String name() {
      return "bye";
    }
  }

  /** One that takes the name of another. */
  public static final class Hullo implements Greeting {
    @Override
    public String name() {
      return "hello";
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

  /** Those of a jar that names these classes. */
  private Map<String, Greeting> greetings(String... classes) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Greeting.class.getName()), String.join("\n", classes));
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader jar = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(jar);
      return PlugIns.byName(Greeting.class, "greeting", Greeting::name);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
