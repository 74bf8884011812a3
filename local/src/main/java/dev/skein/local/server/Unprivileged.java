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
 * them (not so below /root). A user without a name, as containers are given, is treated alike: initdb insists on one.
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

    private static final String ROOT = "root";

    /** What Java says where the user's number stands in no list. */
    private static final String NAMELESS = "?";

    /** What works here. */
    public static Unprivileged here() throws InterruptedException {
        String user = System.getProperty("user.name");
        if (!user.equals(ROOT) && !user.equals(NAMELESS)) {
            return ALREADY;
        }
        for (Unprivileged way : List.of(NAMESPACE, NOBODY)) {
            List<String> trial = new ArrayList<>(way.prefix());
            trial.add("true");
            if (Tool.succeeds(trial.toArray(String[]::new))) {
                return way;
            }
        }
        return user.equals(ROOT) ? IMPOSSIBLE : ALREADY;
    }

    /** What comes before the program on its command line. */
    List<String> prefix() {
        return switch (this) {
            case NAMESPACE -> List.of("unshare", "--user");
            case NOBODY -> List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
            case ALREADY, IMPOSSIBLE -> List.of();
        };
    }

    /** As {@link #prefix} for a program that looks whether files are its own: nobody is whom they are shown to belong to. */
    List<String> mappedPrefix() {
        return this == NAMESPACE ? List.of("unshare", "--user", "--map-user=65534", "--map-group=65534") : prefix();
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
