/**
 * Starting, watching and stopping the system.
 *
 * <p>In the order in which a start goes through them: {@link dev.skein.local.system.Settings} say what is wanted,
 * {@link dev.skein.local.system.UserConfiguration} what the user brings along; {@link dev.skein.local.system.Plan}
 * turns that into servers and addresses; {@link dev.skein.local.system.Preflight} looks whether the machine can carry
 * them; {@link dev.skein.local.system.Startup} starts them, as much side by side as their needs allow, with
 * {@link dev.skein.local.system.Provisioning} (topics, schemas) and {@link dev.skein.local.system.ConnectorSetup} (CDC)
 * in between; {@link dev.skein.local.system.Supervisor} is the one that touches processes, and remembers them in
 * {@link dev.skein.local.system.RunFile}s. {@link dev.skein.local.system.LocalSystem} is all of it behind one door.
 */
@NullMarked
package dev.skein.local.system;

import org.jspecify.annotations.NullMarked;
