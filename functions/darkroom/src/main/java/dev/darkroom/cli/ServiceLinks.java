package dev.darkroom.cli;

import java.util.regex.Pattern;

/**
 * Variables that Kubernetes sets in every container for every service of its namespace. For one that is called
 * {@code darkroom}, or {@code darkroom-http}, they look as if they were ours.
 */
final class ServiceLinks {
    private static final Pattern NAME = Pattern.compile(
            "[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");
    private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private ServiceLinks() {}

    static boolean isOne(String name, String value) {
        return NAME.matcher(name).matches()
                || name.endsWith("_PORT") && ADDRESS.matcher(value).matches();
    }
}
