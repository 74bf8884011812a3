package dev.skein.ingest.api;

import io.javalin.http.Context;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a call comes from, for limits: the connection's other end, or behind a proxy what the proxy says.
 *
 * @param header in which the one proxy before us names its client, such as {@code X-Forwarded-For}; empty: there is none, and nobody's word is taken
 */
public record ClientAddress(String header) {
    private static final int IPV6_SITE_BYTES = 8;

    String of(Context ctx) {
        String given = header.isEmpty() ? null : ctx.header(header);
        // The proxy adds to the end of a list; what stands before it, anybody may have written.
        return site(
                given == null
                        ? ctx.ip()
                        : given.substring(given.lastIndexOf(',') + 1).strip());
    }

    /** Of IPv6 the network: whoever has one address there has them all. */
    static String site(String address) {
        String literal =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
        try {
            // With a colon in it, it is no name that a name server would be asked for.
            if (literal.indexOf(':') >= 0 && InetAddress.getByName(literal) instanceof Inet6Address ipv6) {
                return HexFormat.of().formatHex(Arrays.copyOf(ipv6.getAddress(), IPV6_SITE_BYTES));
            }
        } catch (UnknownHostException e) {
            // Taken as it is.
        }
        return literal;
    }
}
