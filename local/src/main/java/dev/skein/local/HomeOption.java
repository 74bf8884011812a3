package dev.skein.local;

import dev.skein.local.server.Checkout;
import dev.skein.local.server.Home;
import dev.skein.local.system.LocalSystem;
import dev.skein.local.system.Ports;
import dev.skein.local.system.Settings;
import dev.skein.local.system.UserConfiguration;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --home}, which every command takes. */
final class HomeOption {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description =
                    "Where data, logs and configuration lie (default: .skein in the checkout). Another folder with"
                            + " another --port-base is another system beside the first.")
    private @Nullable Path home;

    /** Whether it was said, and has to be said again. */
    boolean given() {
        return home != null;
    }

    Home home() {
        return new Home(home == null ? Checkout.ofThisBuild().root().resolve(".skein") : home);
    }

    /** The system as the last {@code up} wanted it. */
    LocalSystem system() throws InterruptedException {
        return system(Remembered.read(home().remembered()));
    }

    LocalSystem system(Remembered wanted) throws InterruptedException {
        Home home = home();
        return new LocalSystem(new Settings(
                home,
                Checkout.ofThisBuild(),
                Ports.shifted(wanted.portBase(), wanted.query()),
                wanted.partitions(),
                UserConfiguration.read(home.userConfiguration()),
                Map.of(),
                wanted.only(),
                Set.of(),
                true));
    }
}
