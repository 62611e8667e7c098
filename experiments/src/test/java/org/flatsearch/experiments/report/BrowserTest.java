package org.flatsearch.experiments.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The base of tests that open reports in a browser. */
@Tag("thorough")
abstract class BrowserTest {
  private static final Pattern ATTRIBUTE = Pattern.compile("data-([a-z-]+)=\"([^\"]*)\"");

  @TempDir Path folder;
  Browser browser;

  @BeforeEach
  void findBrowser() {
    browser = Browser.orSkip(folder);
  }

  /** Runs an experiment and writes its report. */
  String report(String definition) throws IOException {
    ExecutedExperiment experiment = ExecutedExperiment.of(definition, folder);
    return ReportPage.of(experiment.header(), experiment.runs());
  }

  /** The page with a script at its end, which the page's policy would not run. */
  static String with(String original, String script) {
    String page = original.replaceFirst("script-src [^;]*", "script-src 'unsafe-inline'");
    int end = page.lastIndexOf("</body>");
    return page.substring(0, end) + "<script>" + script + "</script>" + page.substring(end);
  }

  /** What scripts have noted at the root of a document. */
  static Map<String, String> noted(String document) {
    return data(document.substring(document.indexOf("<html"), document.indexOf("<head")));
  }

  /** The data attributes of a tag. */
  static Map<String, String> data(String tag) {
    Map<String, String> attributes = new LinkedHashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(tag);
    while (attribute.find()) {
      attributes.put(attribute.group(1), attribute.group(2));
    }
    return attributes;
  }
}
