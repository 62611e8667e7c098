package org.flatsearch.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRightsTest {
  private static final String OTHER_USER = "nobody";

  @TempDir Path folder;

  @Test
  void aReplacedFileKeepsItsOwnerAndGroup() throws Exception {
    Path file = Files.writeString(folder.resolve("out.json"), "old");
    Path group = Files.writeString(folder.resolve("group.json"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    giveAway(file);
    giveAway(group);
    Files.setOwner(group, Files.getOwner(folder));
    String access = access(file);
    String accessOfGroup = access(group);

    AtomicFile.write(
        file,
        channel -> {
          try (var all = Files.list(folder)) {
            // Also while the new content is written.
            assertThat(all.filter(path -> !path.equals(group)))
                .allSatisfy(path -> assertThat(access(path)).isEqualTo(access));
          }
          channel.write(ByteBuffer.wrap(new byte[] {'x'}));
        });
    AtomicFile.write(group, "x");

    assertThat(file).hasContent("x");
    assertThat(access(file)).isEqualTo(access).startsWith(OTHER_USER);
    assertThat(access(group)).isEqualTo(accessOfGroup).doesNotStartWith(OTHER_USER);
  }

  @ParameterizedTest
  @CsvSource({
    "rw-rw----, rw-------",
    "rw-rw-r--, rw-r--r--",
    "rwxrwxrwx, rwxrwxrwx",
    "r-x-w---x, r-x-----x",
  })
  void anotherGroupMayDoWhatEverybodyMay(String permissions, String kept) {
    assertThat(AccessRights.ofAnotherGroup(PosixFilePermissions.fromString(permissions)))
        .isEqualTo(PosixFilePermissions.fromString(kept));
  }

  private static void giveAway(Path file) {
    try {
      var lookup = FileSystems.getDefault().getUserPrincipalLookupService();
      Files.setOwner(file, lookup.lookupPrincipalByName(OTHER_USER));
      Files.getFileAttributeView(file, PosixFileAttributeView.class)
          .setGroup(lookup.lookupPrincipalByGroupName("daemon"));
    } catch (IOException | UnsupportedOperationException e) {
      Assumptions.abort("this user can't give files away: " + e);
    }
  }

  private static String access(Path file) throws IOException {
    var attributes =
        Files.getFileAttributeView(file, PosixFileAttributeView.class).readAttributes();
    return attributes.owner().getName()
        + ":"
        + attributes.group().getName()
        + " "
        + PosixFilePermissions.toString(attributes.permissions());
  }
}
