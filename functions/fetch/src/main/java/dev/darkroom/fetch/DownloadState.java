package dev.darkroom.fetch;

import dev.darkroom.fetch.origin.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What must be known of a partly downloaded file to go on behind it, in this process or the next. How much there is, the
 * file itself says.
 *
 * @param identity  of the source; another source's bytes are never continued
 * @param validator by which the origin recognises the content; null when it gave none
 * @param total     bytes in all; -1 when not known
 * @param boot      of the machine: bytes that were not forced to disk may be lost with it, and only with it
 */
record DownloadState(String identity, String validator, long total, String boot) {

    void write(Path file) {
        DiskTrouble.guard(file, () -> {
            Sidecar.write(
                    file,
                    Map.of(
                            "identity",
                            identity,
                            "validator",
                            validator == null ? "" : validator,
                            "total",
                            Long.toString(total),
                            "boot",
                            boot));
            return null;
        });
    }

    /** Empty when there is none, or none that can be read: then the download begins anew. */
    static Optional<DownloadState> read(Path file) {
        return DiskTrouble.guard(file, () -> Sidecar.read(file)).flatMap(DownloadState::of);
    }

    /** What an earlier attempt has left that may be gone on with: bytes of this source, of which none can be lost unnoticed. */
    static Optional<DownloadState> left(DownloadJob job) {
        return read(job.stateFile())
                .filter(found -> found.identity.equals(job.identity()))
                .filter(found -> job.proven()
                        || (found.boot.equals(job.boot()) && !job.boot().isEmpty()));
    }

    private static Optional<DownloadState> of(Map<String, String> values) {
        try {
            String validator = values.getOrDefault("validator", "");
            return Optional.of(new DownloadState(
                    values.getOrDefault("identity", ""),
                    validator.isEmpty() ? null : validator,
                    Long.parseLong(values.getOrDefault("total", "")),
                    values.getOrDefault("boot", "")));
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    /** Whether an answer says of itself that it is of other content. */
    boolean isOfOther(Origin.Answer answer) {
        return validator != null && answer.validator() != null && !validator.equals(answer.validator());
    }

    /** Whether an answer may be of the same content, as far as both say how many bytes that has. */
    boolean fits(Origin.Answer answer) {
        return total < 0 || (answer.total() < 0 ? answer.from() + answer.length() <= total : answer.total() == total);
    }

    static void delete(Path file) {
        DiskTrouble.guard(file, () -> Files.deleteIfExists(file));
    }

    /** This machine's boot; empty where it cannot be told, and then no boot is taken for the same one. */
    static String boot(Path bootId) throws IOException {
        if (!Files.isReadable(bootId)) {
            return "";
        }
        try (var in = Files.newInputStream(bootId)) {
            return new String(in.readNBytes(64), StandardCharsets.US_ASCII).strip();
        }
    }
}
