package org.flatsearch.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The jars that bundle the work of others contain the licences of all of it. Both are tested here,
 * as tests of the other modules run before anything is packaged.
 */
@Tag("spark")
class BundledLicencesTest {
  private static final Path ROOT = Path.of(System.getProperty("flatsearch.root"));
  private static final Pattern LICENCE =
      Pattern.compile("META-INF/(.*-)?LICENSE[^/]*|META-INF/resources/.*/LICENSE[^/]*");
  private static final Pattern BUNDLED =
      Pattern.compile("META-INF/maven/((?!org.webjars)[^/]*)/([^/]*)/pom\\.properties");

  /** Of ECharts only the script is bundled. */
  private static final Pattern MARK = Pattern.compile(BUNDLED.pattern() + "|.*/echarts\\.min\\.js");

  static List<Path> jars() {
    return List.of(ROOT.resolve("experiments/target/flatsearch.jar"), JavaProcess.FLATSEARCH_JAR);
  }

  @ParameterizedTest
  @MethodSource("jars")
  void beginWithTheLicenceOfTheProject(Path jar) throws Exception {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertThat(text(zip, zip.getEntry("META-INF/LICENSE")))
          .startsWith(Files.readString(ROOT.resolve("LICENSE")));
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void haveEveryParagraphOfTheBundledLicences(Path jar) throws Exception {
    String licences = wordsOf(licencesIn(jar));
    List<String> lost = new ArrayList<>();
    int compared = 0;
    for (Path bundled : bundledIn(jar)) {
      compared++;
      for (String paragraph : licencesIn(bundled).split("\\R\\s*\\R")) {
        if (!licences.contains(wordsOf(paragraph))) {
          lost.add(bundled.getFileName() + ": " + paragraph);
        }
      }
    }
    assertThat(lost).isEmpty();
    assertThat(compared).isGreaterThan(20);
  }

  /** Their jars have none. */
  @ParameterizedTest
  @MethodSource("jars")
  void haveTheLicencesOfWhatComesWithoutOne(Path jar) throws Exception {
    assertThat(licencesIn(jar)).contains("2017, Baidu Inc.", "Mike Bostock");
  }

  @ParameterizedTest
  @MethodSource("jars")
  void nameAllThatIsBundled(Path jar) throws Exception {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<String> names =
          List.of(text(zip, zip.getEntry("META-INF/LICENSE-bundled.txt")).split("[\\s,.():]*\\s"));
      for (ZipEntry entry : zip.stream().toList()) {
        Matcher bundled = BUNDLED.matcher(entry.getName());
        if (bundled.matches() && !bundled.group(1).equals("org.flatsearch")) {
          assertThat(beginnings(bundled.group(2))).as(bundled.group(2)).anyMatch(names::contains);
        }
      }
    }
  }

  /** Read in the encoding of another locale, they were lost. */
  @ParameterizedTest
  @MethodSource("jars")
  void keepTheLettersOfNotices(Path jar) throws Exception {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertThat(text(zip, zip.getEntry("META-INF/NOTICE"))).contains("CS Systèmes d'Information");
    }
  }

  /** Of "jackson-core" this and "jackson", as the list may name several together. */
  private static List<String> beginnings(String name) {
    List<String> beginnings = new ArrayList<>(List.of(name));
    for (int end = name.indexOf('-'); end >= 0; end = name.indexOf('-', end + 1)) {
      beginnings.add(name.substring(0, end));
    }
    return beginnings;
  }

  /** The jars on the class path of this test that this jar bundles. */
  private static List<Path> bundledIn(Path jar) throws IOException {
    List<Path> found = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
        if (element.endsWith(".jar")) {
          try (ZipFile other = new ZipFile(element)) {
            List<String> marks =
                other.stream().map(ZipEntry::getName).filter(MARK.asMatchPredicate()).toList();
            // All: jars of a cluster bundle some of the same.
            if (!marks.isEmpty() && marks.stream().allMatch(name -> zip.getEntry(name) != null)) {
              found.add(Path.of(element));
            }
          }
        }
      }
    }
    return found;
  }

  private static String licencesIn(Path jar) throws IOException {
    StringBuilder texts = new StringBuilder();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        if (LICENCE.matcher(entry.getName()).matches()) {
          texts.append(text(zip, entry)).append("\n\n");
        }
      }
    }
    return texts.toString();
  }

  /**
   * Without spaces, lines and marks: the same licence is indented and addressed in several ways.
   */
  private static String wordsOf(String text) {
    return text.replace("https:", "http:").replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }

  private static String text(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
