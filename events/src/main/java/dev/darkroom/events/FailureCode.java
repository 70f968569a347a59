package dev.darkroom.events;

import java.util.Locale;

/**
 * Why something did not become ready. The label is used verbatim in events, metric tags, the registry and the docs. A
 * retryable code is asked for again with back-off; any other is said once and never retried by itself.
 */
public enum FailureCode {
    CATALOGUE_INVALID(false, "An entry of the catalogue breaks the rules; the message names its field and value."),
    KEY_CHANGED(
            false,
            "A known key came with another source, checksum or format: once anybody has had its bytes, or while another"
                    + " catalogue names it too, use a new key; or with less proof, from another catalogue than its first."),
    ORIGIN_REFUSED(false, "The source URL is not allowed by configuration (scheme, host or directory)."),
    ORIGIN_NOT_FOUND(false, "The origin answered that there is no such file (404 or 410)."),
    ORIGIN_DENIED(
            false,
            "The origin refused access or gave no file (401, 403, or any other status), or the secret for it is not set here."),
    ORIGIN_UNAVAILABLE(true, "The origin could not be reached, timed out, or answered with a server error."),
    ORIGIN_CHANGED(true, "The file changed at the origin while it was being downloaded."),
    DOWNLOAD_TRUNCATED(true, "Fewer or more bytes came than the origin announced."),
    CHECKSUM_MISMATCH(false, "The bytes are not the ones that the checksum names."),
    CHECKSUM_UNAVAILABLE(
            false, "The sums file does not name the image, or names it twice with different hashes, or is too weak."),
    SIGNATURE_INVALID(
            false,
            "The signature that the catalogue names is wrong, or not by a key or identity that is trusted here."),
    PROOF_MISSING(
            false,
            "The catalogue gives no checksum or signature, and `darkroom.verify` asks for it, or the origin says no length;"
                    + " or what is at the target is not what the catalogue's signers have signed."),
    COMPRESSION_INVALID(false, "The compressed stream is damaged or has data behind its end."),
    LIMIT_EXCEEDED(false, "A limit on size, ratio, memory or time was exceeded."),
    IMAGE_REFUSED(
            false,
            "The image is not safe or not valid: a backing file, a data file, unknown features, a broken header, a cut file."),
    FORMAT_MISMATCH(false, "The image is not in the format that its catalogue declares."),
    CONVERSION_FAILED(false, "qemu-img could not convert the image."),
    CONVERSION_INTERRUPTED(true, "qemu-img was ended from outside, ran out of memory or passed its deadline."),
    STAGED_BYTES_MISSING(true, "The staged bytes that an event refers to are gone; they are fetched again."),
    NO_SPACE(true, "There is not enough free space for the bytes of this step."),
    TARGET_UNKNOWN(
            false, "The target's cloud is not in clouds.yaml, or its configuration or its manifest cannot be used."),
    TARGET_RETIRED(false, "Nobody serves the target any more."),
    TARGET_UNAUTHORIZED(false, "The target refused the credentials, or they may not do this."),
    TARGET_UNAVAILABLE(true, "The target could not be reached, timed out, or answered with a server error."),
    TARGET_REFUSED(
            false, "The target refused the image or its metadata (another 4xx), or cannot hold them as they are."),
    QUOTA_EXCEEDED(false, "The target's quota or size limit does not admit the image."),
    IMAGE_CONFLICT(
            false, "The image with this ID is active at the target with other content; nothing was changed there."),
    IMAGE_MISSING(true, "The image is gone from the target; it is published again."),
    UPLOAD_CORRUPTED(true, "The target's size or hash of the image is not that of the bytes sent."),
    INTERNAL_ERROR(
            true,
            "A defect, or something of the worker's is not as it must be (a file of keys, the clock); its log has the details.");

    private final boolean retryable;
    private final String meaning;

    FailureCode(boolean retryable, String meaning) {
        this.retryable = retryable;
        this.meaning = meaning;
    }

    public boolean retryable() {
        return retryable;
    }

    /** One sentence for people; the documentation's table is made from it. */
    public String meaning() {
        return meaning;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static FailureCode of(String label) {
        for (FailureCode code : values()) {
            if (code.label().equals(label)) {
                return code;
            }
        }
        throw new IllegalArgumentException("there is no failure code " + Texts.quote(label));
    }

    @Override
    public String toString() {
        return label();
    }
}
