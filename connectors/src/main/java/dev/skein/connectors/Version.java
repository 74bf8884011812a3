package dev.skein.connectors;

/** Of the plug-ins, as Connect shows it. */
public final class Version {

    public static final String OF_PLUGINS = "0.1.0";

    private Version() {}
}
