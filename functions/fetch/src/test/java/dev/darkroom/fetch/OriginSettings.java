package dev.darkroom.fetch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Settings of the origins, as a test writes them down. */
record OriginSettings(
        Optional<List<Path>> files,
        Optional<List<String>> allow,
        Optional<List<String>> hosts,
        Optional<List<String>> http,
        List<Integer> ports)
        implements OriginsConfig {
    /** As they are when nothing is set. */
    static final OriginSettings NONE = new OriginSettings(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(443, 80));

    OriginSettings files(Path... directories) {
        return new OriginSettings(Optional.of(List.of(directories)), allow, hosts, http, ports);
    }

    OriginSettings allow(String... entries) {
        return new OriginSettings(files, Optional.of(List.of(entries)), hosts, http, ports);
    }

    OriginSettings hosts(String... entries) {
        return new OriginSettings(files, allow, Optional.of(List.of(entries)), http, ports);
    }

    OriginSettings http(String... entries) {
        return new OriginSettings(files, allow, hosts, Optional.of(List.of(entries)), ports);
    }

    OriginSettings ports(Integer... numbers) {
        return new OriginSettings(files, allow, hosts, http, List.of(numbers));
    }
}
