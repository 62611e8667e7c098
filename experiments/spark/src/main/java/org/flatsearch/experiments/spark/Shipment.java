package org.flatsearch.experiments.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.cost.CostModel;
import org.flatsearch.experiments.run.RunnerFailedException;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.space.SpaceProvider;

/**
 * The jars that Spark sends to the workers: this program, and every jar on the class path that
 * provides a cost model, a strategy or a space.
 */
final class Shipment {
  private static final List<Class<?>> PLUG_INS =
      List.of(CostModel.class, SearchStrategy.class, SpaceProvider.class);

  private Shipment() {}

  /**
   * The addresses of the jars.
   *
   * @param named those that the user names, separated by commas
   * @throws RunnerFailedException if this program is not in a jar
   */
  static List<String> jars(String named) {
    Map<String, String> byName = new LinkedHashMap<>();
    for (String jar : named.split(",")) {
      if (!jar.isBlank()) {
        byName.put(fileName(jar), jar);
      }
    }
    addUnlessNamed(byName, ownJar());
    for (Class<?> plugIn : PLUG_INS) {
      for (URL services : services(plugIn)) {
        // A folder can't be sent; the workers will complain about the plug-ins in it.
        if (services.getProtocol().equals("jar")) {
          addUnlessNamed(byName, jarOf(services));
        }
      }
    }
    return new ArrayList<>(byName.values());
  }

  private static void addUnlessNamed(Map<String, String> byName, URI jar) {
    byName.putIfAbsent(fileName(jar.toString()), jar.toString());
  }

  private static String fileName(String address) {
    return address.substring(address.lastIndexOf('/') + 1);
  }

  private static URI ownJar() {
    URI own = uri(Shipment.class.getProtectionDomain().getCodeSource().getLocation());
    if (Files.isDirectory(Path.of(own))) {
      throw new RunnerFailedException(
          "--runner spark: this program runs from "
              + Path.of(own)
              + ", and only a jar can be sent to the workers. Start"
              + " experiments/spark/target/flatsearch-spark.jar; docs/cluster.md shows how.",
          null);
    }
    return own;
  }

  private static List<URL> services(Class<?> plugIn) {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      return Collections.list(loader.getResources("META-INF/services/" + plugIn.getName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI jarOf(URL entry) {
    try {
      return uri(((JarURLConnection) entry.openConnection()).getJarFileURL());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI uri(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(url + " is no URI", e);
    }
  }
}
