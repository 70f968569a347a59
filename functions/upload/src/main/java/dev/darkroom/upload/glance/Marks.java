package dev.darkroom.upload.glance;

import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.Proof;
import dev.darkroom.events.PropertyNames;
import dev.darkroom.upload.PublishedImage;
import dev.darkroom.upload.openstack.RemoteImage;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The properties by which Darkroom knows its images: what {@link PublishedImage} says of one. {@code darkroom_sha512} is
 * written only after the bytes have been verified, together with the visibility: an image that bears it was ready once.
 */
final class Marks {
    static final String KEY = PropertyNames.DARKROOM + "key";
    static final String GENERATION = PropertyNames.DARKROOM + "generation";
    static final String SOURCE_URL = PropertyNames.DARKROOM + "source_url";
    static final String SOURCE_SHA256 = PropertyNames.DARKROOM + "source_sha256";
    static final String VERIFIED = PropertyNames.DARKROOM + "verified";
    static final String VIRTUAL_SIZE = PropertyNames.DARKROOM + "virtual_size";
    static final String SHA512 = PropertyNames.DARKROOM + "sha512";

    private Marks() {}

    /** The marks of an image; without its hash while that is null. */
    static SortedMap<String, String> of(PublishedImage image) {
        var marks = new TreeMap<String, String>();
        marks.put(KEY, image.key().value());
        marks.put(GENERATION, String.valueOf(image.generation()));
        marks.put(SOURCE_URL, image.sourceUrl());
        marks.put(SOURCE_SHA256, image.sourceSha256().hex());
        if (!image.verified().isEmpty()) {
            marks.put(VERIFIED, Proof.join(image.verified()));
        }
        marks.put(VIRTUAL_SIZE, String.valueOf(image.virtualSize()));
        if (image.sha512() != null) {
            marks.put(SHA512, image.sha512().hex());
        }
        return marks;
    }

    static boolean bears(RemoteImage image, ImageKey key) {
        return key.value().equals(image.properties().get(KEY));
    }

    /** Whether it was ready once, made from this source: then its bytes are right whatever a new conversion may give. */
    static boolean provesSource(RemoteImage image, Digest sourceSha256) {
        return sourceSha256.hex().equals(image.properties().get(SOURCE_SHA256))
                && "sha512".equals(image.hashAlgorithm())
                && image.hashValue() != null
                && image.hashValue().equals(image.properties().get(SHA512));
    }

    /** Reads an active image back; empty when a mark is gone or damaged: somebody else has changed it. */
    static Optional<PublishedImage> read(RemoteImage image) {
        Map<String, String> marks = image.properties();
        try {
            return Optional.of(new PublishedImage(
                    new ImageKey(required(marks, KEY)),
                    image.id(),
                    Integer.parseInt(required(marks, GENERATION)),
                    DiskFormat.of(image.diskFormat()),
                    image.size(),
                    new Digest(Algorithm.SHA512, required(marks, SHA512)),
                    required(marks, SOURCE_URL),
                    new Digest(Algorithm.SHA256, required(marks, SOURCE_SHA256)),
                    Proof.parse(marks.getOrDefault(VERIFIED, "")),
                    Long.parseLong(required(marks, VIRTUAL_SIZE))));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static String required(Map<String, String> marks, String name) {
        if (!marks.containsKey(name)) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return marks.get(name);
    }
}
