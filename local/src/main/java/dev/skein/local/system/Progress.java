package dev.skein.local.system;

import java.time.Duration;

/** Is told what comes up. Calls come from several threads. */
public interface Progress {

    /** Tells nobody. */
    Progress SILENT = new Progress() {
        @Override
        public void begins(String what, String how) {}

        @Override
        public void done(String what, Duration took, String detail) {}
    };

    /**
     * Something is being started, stopped or made.
     *
     * @param how such as "starting" or "restarting, it had died"
     */
    void begins(String what, String how);

    /**
     * It is done.
     *
     * @param detail such as its address
     */
    void done(String what, Duration took, String detail);
}
