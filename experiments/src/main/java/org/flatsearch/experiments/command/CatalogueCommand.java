package org.flatsearch.experiments.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code catalogue}: the best-known schedules that ship. */
@Command(
    name = "catalogue",
    description = "Shows, checks and builds the catalogue of best-known schedules.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CatalogueListCommand.class,
      CatalogueShowCommand.class,
      CatalogueCheckCommand.class,
      CatalogueBuildCommand.class
    })
public final class CatalogueCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }
}
