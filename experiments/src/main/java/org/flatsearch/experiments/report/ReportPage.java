package org.flatsearch.experiments.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.flatsearch.experiments.definition.Sha256;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.ExperimentHeader;

/**
 * The report of an experiment: one HTML file that holds everything it needs (script, style, data,
 * and Apache ECharts, which draws), so that it opens without a network, anywhere, at any time. The
 * same results give the same bytes.
 */
public final class ReportPage {
  private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

  private static final List<String> SCRIPTS =
      List.of(
          "format.js",
          "figure.js",
          "schedules.js",
          "blocks.js",
          "sweeps.js",
          "strategies.js",
          "page.js");

  private ReportPage() {}

  /** The page for these results. */
  public static String of(ExperimentHeader header, List<RunRecord> runs) {
    String data = new ReportDocument(header, runs).toJson().toString();
    StringBuilder parts = new StringBuilder();
    SCRIPTS.forEach(name -> parts.append(resource(name)).append('\n'));
    String script = inScript("\n(() => {\n\"use strict\";\n" + parts + "\n})();\n");
    String echarts = inScript(resource(ECHARTS));
    // In this order: texts that may contain something that looks like a placeholder come last.
    return resource("page.html")
        .replace("{{title}}", escape(header.name()))
        .replace("{{style}}", resource("page.css"))
        .replace("{{allowed}}", hash(echarts) + " " + hash(script))
        .replace("{{script}}", script)
        .replace("{{echarts}}", echarts)
        .replace("{{data}}", inJson(data));
  }

  /** Names a script in the page's policy, so that it runs and nothing else does. */
  private static String hash(String script) {
    byte[] hash = HexFormat.of().parseHex(Sha256.of(script.getBytes(StandardCharsets.UTF_8)));
    return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  /** Escapes end tags, because a script element ends at the first one, even within a string. */
  private static String inScript(String script) {
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--");
  }

  private static String inJson(String json) {
    return json.replace("<", "\\u003c");
  }

  private static String resource(String name) {
    URL url = ReportPage.class.getResource(name);
    if (url == null) {
      throw new IllegalStateException("the resource " + name + " is missing from the program");
    }
    try (InputStream in = url.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
