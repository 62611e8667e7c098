package org.flatsearch.experiments.command;

import picocli.CommandLine.Command;

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
public final class CatalogueCommand {}
