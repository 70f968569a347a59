package dev.darkroom.fetch.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Settings of the origins, as a test writes them down. */
public record OriginSettings(
        Optional<List<Path>> files,
        Optional<List<String>> allow,
        Optional<List<String>> hosts,
        Optional<List<String>> http,
        List<Integer> ports,
        Map<String, Credential> credentials)
        implements OriginsConfig {
    /** As they are when nothing is set. */
    public static final OriginSettings NONE = new OriginSettings(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(443, 80), Map.of());

    public OriginSettings files(Path... directories) {
        return new OriginSettings(Optional.of(List.of(directories)), allow, hosts, http, ports, credentials);
    }

    public OriginSettings allow(String... entries) {
        return new OriginSettings(files, Optional.of(List.of(entries)), hosts, http, ports, credentials);
    }

    public OriginSettings hosts(String... entries) {
        return new OriginSettings(files, allow, Optional.of(List.of(entries)), http, ports, credentials);
    }

    public OriginSettings http(String... entries) {
        return new OriginSettings(files, allow, hosts, Optional.of(List.of(entries)), ports, credentials);
    }

    public OriginSettings ports(Integer... numbers) {
        return new OriginSettings(files, allow, hosts, http, List.of(numbers), credentials);
    }

    public OriginSettings credentials(String name, Secret secret) {
        var more = new TreeMap<>(credentials);
        more.put(name, secret);
        return new OriginSettings(files, allow, hosts, http, ports, more);
    }

    /** What one host wants to see. */
    public record Secret(
            String host,
            Optional<String> path,
            Optional<String> username,
            Optional<String> header,
            boolean query,
            Optional<Path> secretFile,
            Optional<String> secretEnv)
            implements Credential {

        public static Secret token(String host, String variable) {
            return at(host, Optional.empty(), Optional.of(variable));
        }

        public static Secret token(String host, Path file) {
            return at(host, Optional.of(file), Optional.empty());
        }

        public static Secret at(String host, Optional<Path> file, Optional<String> variable) {
            return new Secret(host, Optional.empty(), Optional.empty(), Optional.empty(), false, file, variable);
        }

        public Secret path(String prefix) {
            return new Secret(host, Optional.of(prefix), username, header, query, secretFile, secretEnv);
        }

        public Secret username(String name) {
            return new Secret(host, path, Optional.of(name), header, query, secretFile, secretEnv);
        }

        public Secret header(String name) {
            return new Secret(host, path, username, Optional.of(name), query, secretFile, secretEnv);
        }

        public Secret asQuery() {
            return new Secret(host, path, username, header, true, secretFile, secretEnv);
        }
    }
}
