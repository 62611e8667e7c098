package org.flatsearch.json;

import static java.nio.file.attribute.PosixFilePermission.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Who may do what with a file that takes the place of another. */
final class AccessRights {
  /** What a group may do, by what everybody may. */
  private static final Map<PosixFilePermission, PosixFilePermission> OF_GROUP =
      Map.of(OTHERS_READ, GROUP_READ, OTHERS_WRITE, GROUP_WRITE, OTHERS_EXECUTE, GROUP_EXECUTE);

  private AccessRights() {}

  /**
   * Gives a new file of this process the owner, the group and the permissions of the old one. Only
   * root may give files away, and others only to groups of their own: a group that is another now
   * may not do more than everybody.
   *
   * @param old those of the old file
   */
  static void copy(PosixFileAttributes old, Path file) throws IOException {
    // Not through a link, which somebody who may write to the folder could put there.
    var view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributes found = view.readAttributes();
    boolean keepsGroup =
        found.group().equals(old.group()) || succeeds(() -> view.setGroup(old.group()));
    view.setPermissions(keepsGroup ? old.permissions() : ofAnotherGroup(old.permissions()));
    if (!found.owner().equals(old.owner())) {
      // Last, as who is not the owner may not set permissions.
      succeeds(() -> view.setOwner(old.owner()));
    }
  }

  /** The permissions where the group is not the one that they are meant for. */
  static Set<PosixFilePermission> ofAnotherGroup(Set<PosixFilePermission> permissions) {
    Set<PosixFilePermission> kept = EnumSet.noneOf(PosixFilePermission.class);
    kept.addAll(permissions);
    OF_GROUP.forEach(
        (everybody, group) -> {
          if (!permissions.contains(everybody)) {
            kept.remove(group);
          }
        });
    return kept;
  }

  private interface Change {
    void apply() throws IOException;
  }

  private static boolean succeeds(Change change) {
    try {
      change.apply();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
