package org.flatsearch.experiments.spark;

import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Keeps Spark's log and its stack traces from users. */
final class SparkLogging {
  /** The system property that is set to true to see the log. */
  private static final String DEBUG = "flatsearch.debug";

  /** The logger that reports executors which never came up: no listener hears of them. */
  private static final String STANDALONE_CLIENT =
      "org.apache.spark.deploy.client.StandaloneAppClient$ClientEndpoint";

  private static final Pattern EXECUTOR_ENDED =
      Pattern.compile(
          "Executor updated: \\S+/(\\d+) is now (?:EXITED|FAILED|LOST)(?: \\((.*)\\))?");

  private static boolean solversAreQuiet;

  private SparkLogging() {}

  /**
   * Silences the log of the driver.
   *
   * @param executorEnds receives the number of an executor of a standalone cluster and the reason,
   *     whenever one ends
   */
  static void quieten(BiConsumer<String, String> executorEnds) {
    LoggerContext logging = LoggerContext.getContext(false);
    ExecutorEnds appender = new ExecutorEnds(executorEnds);
    appender.start();
    if (!Boolean.getBoolean(DEBUG)) {
      // With an appender, or Spark would install its own configuration, which logs everything.
      var silence = new DefaultConfiguration();
      silence.getRootLogger().setLevel(Level.OFF);
      silence.getRootLogger().addAppender(appender, Level.OFF, null);
      logging.reconfigure(silence);
      System.setProperty("log4j2.disable.jmx", "true");
    }
    var configuration = logging.getConfiguration();
    LoggerConfig client = new LoggerConfig(STANDALONE_CLIENT, Level.INFO, false);
    client.addAppender(appender, Level.INFO, null);
    configuration.addLogger(STANDALONE_CLIENT, client);
    logging.updateLoggers();
  }

  /** Keeps solvers on a worker from logging every search in the log of the executor. */
  static synchronized void quietenSolvers() {
    if (!solversAreQuiet) {
      Configurator.setLevel("org.optaplanner", Level.WARN);
      solversAreQuiet = true;
    }
  }

  private static final class ExecutorEnds extends AbstractAppender {
    private final BiConsumer<String, String> ends;

    ExecutorEnds(BiConsumer<String, String> ends) {
      super("flatsearch-executor-ends", null, null, true, Property.EMPTY_ARRAY);
      this.ends = ends;
    }

    @Override
    public void append(LogEvent event) {
      Matcher ended = EXECUTOR_ENDED.matcher(event.getMessage().getFormattedMessage());
      if (ended.lookingAt()) {
        ends.accept(ended.group(1), ended.group(2) == null ? "no reason given" : ended.group(2));
      }
    }
  }
}
