package org.flatsearch.experiments;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Reads the version that the build writes next to the classes, be they in a folder or in a jar. */
final class ProjectVersion implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    var properties = new Properties();
    try (InputStream in = ProjectVersion.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    }
    return new String[] {"FlatSearch " + properties.getProperty("version")};
  }
}
