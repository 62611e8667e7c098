package org.flatsearch.experiments.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code report} writes. */
enum ReportFormat {
  /** A page for people. */
  HTML("report.html"),
  /** Tables for people, as Markdown. */
  MARKDOWN("summary.md"),
  /** A table of runs. */
  CSV("runs.csv"),
  /** Traces for IOHanalyzer. */
  IOH("ioh"),
  /** Documents of the schedules that were found. */
  SCHEDULES("schedules");

  private final String defaultName;

  ReportFormat(String defaultName) {
    this.defaultName = defaultName;
  }

  /** What it is called in the folder of an experiment. */
  String defaultName() {
    return defaultName;
  }

  /** Whether it is a folder of files. */
  boolean isFolder() {
    return this == IOH || this == SCHEDULES;
  }

  /** Reads the value of the option. */
  static final class Converter implements ITypeConverter<ReportFormat> {
    @Override
    public ReportFormat convert(String value) {
      return switch (value) {
        case "html" -> HTML;
        case "md" -> MARKDOWN;
        case "csv" -> CSV;
        case "ioh" -> IOH;
        case "schedules" -> SCHEDULES;
        default ->
            throw new TypeConversionException(
                "must be html, md, csv, ioh or schedules, found \"" + value + "\"");
      };
    }
  }
}
