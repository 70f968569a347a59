package dev.darkroom.registry.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The tokens that are good here. Only their hashes are known: nothing that is logged, shown or dumped can hold one. */
public final class Tokens {
    private static final int MOST = 1000;
    private static final int BYTES = 32;

    private final List<Grant> grants;

    Tokens(List<Grant> grants) {
        this.grants = new CopyOnWriteArrayList<>(grants);
    }

    /** None yet. */
    public static Tokens none() {
        return new Tokens(List.of());
    }

    /** @throws IllegalArgumentException naming file and line, and never a token */
    public static Tokens read(Path file) throws IOException {
        var grants = new ArrayList<Grant>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank() && !line.strip().startsWith("#")) {
                    grants.add(grant(file, number, line));
                }
            }
        }
        if (grants.isEmpty() || grants.size() > MOST) {
            throw new IllegalArgumentException(
                    file + " must have 1 to " + MOST + " lines NAME RIGHTS HASH but has " + grants.size());
        }
        return new Tokens(grants);
    }

    /** Makes a token with all rights that is good as long as this process lives. */
    public String issue(String name) {
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        grants.add(new Grant(name, Rights.ALL, hash(token)));
        return token;
    }

    /** What the bearer of a token may do; empty when it is none of ours. */
    Optional<Grant> grant(String token) {
        String hash = hash(token);
        return grants.stream().filter(each -> each.isFor(hash)).reduce((first, second) -> first);
    }

    private static Grant grant(Path file, int number, String line) {
        try {
            return Grant.read(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " line " + number + " " + e.getMessage(), e);
        }
    }

    private static String hash(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
