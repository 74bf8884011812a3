package dev.skein.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;

/**
 * How to start a program that refuses root. For anybody else: just start it.
 *
 * <p>Root puts it into a user namespace of its own, in which it is nobody while its files stay root's. Where the kernel
 * or a container forbids namespaces it runs as the user nobody, who then owns its files, and who must be able to reach
 * them (not so below /root).
 */
public enum Unprivileged {
    /** We are not root. */
    ALREADY,
    /** In a user namespace of its own. */
    NAMESPACE,
    /** As the user nobody. */
    NOBODY,
    /** Root, and neither way is open. */
    IMPOSSIBLE;

    /** What works here. */
    public static Unprivileged here() throws InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return ALREADY;
        }
        for (Unprivileged way : List.of(NAMESPACE, NOBODY)) {
            List<String> trial = new ArrayList<>(way.prefix());
            trial.add("true");
            if (Tool.succeeds(trial.toArray(String[]::new))) {
                return way;
            }
        }
        return IMPOSSIBLE;
    }

    /** What comes before the program on its command line. */
    List<String> prefix() {
        return switch (this) {
            case NAMESPACE -> List.of("unshare", "--user");
            case NOBODY -> List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
            case ALREADY, IMPOSSIBLE -> List.of();
        };
    }

    /** Lets the program own a file. */
    void give(Path file) throws IOException {
        if (this != NOBODY) {
            return;
        }
        UserPrincipal nobody =
                file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Files.getFileAttributeView(file, PosixFileAttributeView.class).setOwner(nobody);
    }
}
