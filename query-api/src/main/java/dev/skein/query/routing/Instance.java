package dev.skein.query.routing;

/** A query instance, by the address under which others reach it. */
public record Instance(String host, int port) {
    private static final int PORT_MAX = 65_535;

    /** Reads {@code host:port}; an IPv6 address stands in brackets. */
    public static Instance parse(String address) {
        int colon = address.lastIndexOf(':');
        try {
            int port = Integer.parseInt(address.substring(colon + 1));
            if (colon > 0 && port > 0 && port <= PORT_MAX) {
                return new Instance(address.substring(0, colon), port);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("'" + address + "' is not host:port");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
