package dev.darkroom.registry.access;

import dev.darkroom.events.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The tokens that are good here. Only their hashes are known: nothing that is logged, shown or dumped can hold one. */
public final class Tokens {
    private static final int BYTES = 32;

    private final Optional<TokenFile> file;
    private final List<Grant> issued = new CopyOnWriteArrayList<>();

    private Tokens(Optional<TokenFile> file) {
        this.file = file;
    }

    /** None yet. */
    public static Tokens none() {
        return new Tokens(Optional.empty());
    }

    /**
     * Those of a file, as it is from time to time.
     *
     * @param nanos a clock that only runs forward
     * @throws IllegalArgumentException naming file and line, and never a token
     */
    public static Tokens read(Path file, LongSupplier nanos) throws IOException {
        return new Tokens(Optional.of(new TokenFile(file, nanos)));
    }

    /** Makes a token with all rights that is good as long as this process lives. */
    public String issue(String name) {
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        issued.add(new Grant(name, Rights.ALL, hash(token)));
        return token;
    }

    /** What is wrong with the file since it has changed; empty when nothing is. */
    public Optional<String> problem() {
        return file.flatMap(TokenFile::problem);
    }

    /** What the bearer of a token may do; empty when it is none of ours. */
    Optional<Grant> grant(String token) {
        String hash = hash(token);
        List<Grant> given = file.map(TokenFile::grants).orElse(List.of());
        return Stream.concat(given.stream(), issued.stream())
                .filter(each -> each.isFor(hash))
                .reduce((first, second) -> first);
    }

    private static String hash(String token) {
        return Digest.sha256(token.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
