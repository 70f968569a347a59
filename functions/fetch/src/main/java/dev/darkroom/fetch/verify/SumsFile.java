package dev.darkroom.fetch.verify;

import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.Texts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads what {@code sha256sum} and its relatives write: {@code <hash>  <name>} and {@code <hash> *<name>} (GNU), {@code
 * SHA256 (<name>) = <hash>} (BSD; OpenSSL 3 says {@code SHA2-256}), or one hash and nothing else. Lines of other kinds, such
 * as comments and a clear signature, are passed over; a line that names the image and cannot be used is not.
 */
final class SumsFile {
    /** A leading backslash says that the name is escaped: it holds a backslash or a line's end. */
    private static final Pattern GNU = Pattern.compile("(\\\\?)([0-9A-Fa-f]{32,128})[ \\t]+\\*?(\\S.*)");

    private static final Pattern BSD = Pattern.compile("([A-Za-z0-9/-]{1,16}) ?\\((.+)\\) ?= ?([0-9A-Fa-f]{32,128})");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([\\\\nr])");
    private static final Pattern BARE = Pattern.compile("[0-9A-Fa-f]{32,128}");

    /** How well a line names the image, the best first: a list of several directories may have its name more than once. */
    private enum Naming {
        /** By the end of its path, from the beginning of a directory's name on. */
        PATH,
        NAME,
        LAST_PART
    }

    private record Line(String label, String hex, String name) {}

    private final SourceUri address;
    private final String path;
    private final String wanted;
    private final Map<Algorithm, Digest> found = new EnumMap<>(Algorithm.class);

    private SumsFile(SourceUri address, String path) {
        this.address = address;
        this.path = path;
        this.wanted = path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * The hashes that the file gives for an image, one for each algorithm.
     *
     * @param address where the file came from, for messages
     * @param path    the image's; in the file its name may stand behind directories, which need not be those
     * @throws FailureException {@code checksum-unavailable} when there is none, or two that differ
     */
    static List<Digest> read(SourceUri address, String text, String path) {
        return new SumsFile(address, path).read(text, true);
    }

    /** The same of a signed file: a hash without a name is somebody's signature, but of any image that they ever signed. */
    static List<Digest> readNamed(SourceUri address, String text, String path) {
        return new SumsFile(address, path).read(text, false);
    }

    private List<Digest> read(String text, boolean bare) {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (bare && lines.size() == 1 && BARE.matcher(lines.getFirst()).matches()) {
            add("", lines.getFirst());
        } else if (!wanted.isEmpty()) {
            best(lines).forEach(line -> add(line.label(), line.hex()));
        }
        if (found.isEmpty()) {
            throw unavailable("does not name " + Texts.quote(wanted));
        }
        return new ArrayList<>(found.values());
    }

    /** Those that name the image as well as any does. */
    private List<Line> best(List<String> lines) {
        var named = lines.stream()
                .flatMap(text -> line(text).stream())
                .filter(line -> naming(line.name()).isPresent())
                .collect(Collectors.groupingBy(
                        line -> naming(line.name()).orElseThrow(), TreeMap::new, Collectors.toList()));
        return named.isEmpty() ? List.of() : named.firstEntry().getValue();
    }

    private static Optional<Line> line(String text) {
        Matcher bsd = BSD.matcher(text);
        if (bsd.matches()) {
            return Optional.of(new Line(bsd.group(1), bsd.group(3), bsd.group(2)));
        }
        Matcher gnu = GNU.matcher(text);
        if (!gnu.matches()) {
            return Optional.empty();
        }
        String name = gnu.group(1).isEmpty() ? gnu.group(3) : unescape(gnu.group(3));
        return Optional.of(new Line("", gnu.group(2), name));
    }

    private static String unescape(String name) {
        return ESCAPE.matcher(name).replaceAll(escape -> switch (escape.group(1)) {
            case "n" -> "\n";
            case "r" -> "\r";
            default -> Matcher.quoteReplacement(escape.group(1));
        });
    }

    /** @return empty when it names another one */
    private Optional<Naming> naming(String name) {
        if (!name.substring(name.lastIndexOf('/') + 1).equals(wanted)) {
            return Optional.empty();
        }
        String bare = name.startsWith("./") ? name.substring(2) : name;
        if (bare.equals(wanted)) {
            return Optional.of(Naming.NAME);
        }
        boolean end = ("/" + path).endsWith(bare.startsWith("/") ? bare : "/" + bare);
        return Optional.of(end ? Naming.PATH : Naming.LAST_PART);
    }

    private void add(String label, String hex) {
        Digest digest = new Digest(algorithm(label, hex), hex);
        Digest known = found.putIfAbsent(digest.algorithm(), digest);
        if (known != null && !known.equals(digest)) {
            throw unavailable("gives two different " + digest.algorithm() + " for " + Texts.quote(wanted));
        }
    }

    private Algorithm algorithm(String label, String hex) {
        String bare =
                label.toUpperCase(Locale.ROOT).replaceFirst("^SHA2-", "SHA").replace("-", "");
        for (Algorithm algorithm : Algorithm.values()) {
            if (algorithm.hexDigits() == hex.length() && (bare.isEmpty() || bare.equals(algorithm.name()))) {
                return algorithm;
            }
        }
        throw unavailable("gives for " + Texts.quote(wanted) + " a hash of " + hex.length() + " digits"
                + (label.isEmpty() ? "" : " called " + label) + ", which is none of md5, sha1, sha256, sha512");
    }

    private FailureException unavailable(String what) {
        return new FailureException(
                FailureCode.CHECKSUM_UNAVAILABLE,
                "the sums file " + address + " " + what
                        + "; correct checksum in the catalogue, or give the hash itself");
    }
}
