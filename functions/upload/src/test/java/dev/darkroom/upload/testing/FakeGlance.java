package dev.darkroom.upload.testing;

import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageId;
import dev.darkroom.upload.Artifact;
import dev.darkroom.upload.openstack.ImageService;
import dev.darkroom.upload.openstack.NewImage;
import dev.darkroom.upload.openstack.RemoteImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

/**
 * A Glance in memory, with its rules as they were seen on the real one: an ID that existed is never free again, bytes are
 * taken once, and what a project must not see is not there for it. What is to go wrong is said in advance.
 */
public final class FakeGlance {
    private final Clock clock;
    private final Map<ImageId, RemoteImage> images = new ConcurrentHashMap<>();
    private final Map<ImageId, List<String>> members = new ConcurrentHashMap<>();
    private final Set<ImageId> everSeen = new HashSet<>();
    private final List<String> calls = new ArrayList<>();
    private Fault nextUpload = Fault.NONE;
    private FailureException down;
    private FailureException downAfterUpload;
    private FailureException noMore;
    private Runnable nextLook = () -> {};
    private String hashing = "sha512";

    public FakeGlance(Clock clock) {
        this.clock = clock;
    }

    /** What may become of an upload. */
    public enum Fault {
        NONE,
        /** The connection is cut: the image waits for its bytes again. */
        CUT,
        /** The bytes are taken, and the answer is lost. */
        REPLY_LOST,
        /** The service is killed: the image stays as it is for ever. */
        KILLED,
        /** The same when half of the bytes have been sent. */
        KILLED_HALF_WAY,
        /** Other bytes are stored than were sent. */
        CORRUPTED,
        /** Fewer bytes are stored than were sent, and the connection is cut. */
        TRUNCATED,
        /** There is no room for it. */
        OVER_QUOTA,
        /** The same, and the image stays as it is for ever. */
        OVER_QUOTA_AND_STUCK,
        /** Somebody else has begun to send the bytes, and has not ended. */
        OVERTAKEN,
        /** Somebody else has sent the same bytes meanwhile. */
        OVERTAKEN_AND_DONE
    }

    public void nextUpload(Fault fault) {
        nextUpload = fault;
    }

    /** From now on everything fails so; null: it works again. */
    public void down(FailureException failure) {
        down = failure;
    }

    /** The next upload is the last thing that works. */
    public void downAfterUpload(FailureException failure) {
        downAfterUpload = failure;
    }

    /** What happens just before the next look at an image is answered. */
    public void nextLook(Runnable meanwhile) {
        nextLook = meanwhile;
    }

    /** From now on no image is made, whether there is one with its ID or not. */
    public void noMore(FailureException failure) {
        noMore = failure;
    }

    /** The name of the hash that is computed of every image. */
    public void hashing(String algorithm) {
        hashing = algorithm;
    }

    /** What was asked of it that changes something, in order, such as {@code upload}. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public void forgetCalls() {
        calls.clear();
    }

    public RemoteImage image(ImageId id) {
        return images.get(id);
    }

    public List<RemoteImage> images() {
        return List.copyOf(images.values());
    }

    public List<String> members(ImageId id) {
        return members.getOrDefault(id, List.of());
    }

    /** Puts an image there, or changes one, behind everybody's back. */
    public void put(RemoteImage image) {
        images.put(image.id(), image);
        everSeen.add(image.id());
    }

    /** Deletes an image behind everybody's back. */
    public void vanish(ImageId id) {
        images.remove(id);
        everSeen.add(id);
    }

    /** The cloud as one project sees it. */
    public ImageService as(String project) {
        return new View(project);
    }

    private final class View implements ImageService {
        private final String project;

        private View(String project) {
            this.project = project;
        }

        @Override
        public URI endpoint() {
            requireUp();
            return URI.create("https://glance.example.org:9292/v2");
        }

        @Override
        public String projectId() {
            return project;
        }

        @Override
        public Optional<RemoteImage> find(ImageId id) {
            requireUp();
            Runnable meanwhile = nextLook;
            nextLook = () -> {};
            meanwhile.run();
            return Optional.ofNullable(images.get(id)).filter(this::sees);
        }

        private boolean sees(RemoteImage image) {
            return image.owner().equals(project)
                    || image.visibility().equals("community")
                    || image.visibility().equals("public")
                    || image.visibility().equals("shared")
                            && members(image.id()).contains(project);
        }

        @Override
        public <T> List<T> list(Map<String, String> filters, Function<RemoteImage, Optional<T>> kept) {
            requireUp();
            boolean hidden = Boolean.parseBoolean(filters.get("os_hidden"));
            var others = new TreeMap<>(filters);
            others.remove("os_hidden");
            if (!others.equals(Map.of("owner", project, "visibility", "all"))) {
                throw new UnsupportedOperationException("targets list what they own");
            }
            return images.values().stream()
                    .filter(image -> image.owner().equals(project))
                    .filter(image -> image.hidden() == hidden)
                    .flatMap(image -> kept.apply(image).stream())
                    .toList();
        }

        @Override
        public boolean create(NewImage image) {
            requireUp();
            if (noMore != null) {
                throw noMore;
            }
            if (!everSeen.add(image.id())) {
                return false;
            }
            calls.add("create");
            images.put(
                    image.id(),
                    new RemoteImage(
                            image.id(),
                            "queued",
                            project,
                            image.name(),
                            "private",
                            image.diskFormat().label(),
                            image.containerFormat(),
                            null,
                            null,
                            null,
                            image.minDisk(),
                            image.minRam(),
                            image.hidden(),
                            false,
                            image.tags(),
                            new TreeMap<>(image.properties()),
                            clock.instant()));
            return true;
        }

        @Override
        public Digest upload(ImageId id, Path file, Digest known, LongConsumer sent) {
            requireUp();
            calls.add("upload");
            Fault fault = nextUpload;
            nextUpload = Fault.NONE;
            RemoteImage image = images.get(id);
            if (!image.status().equals("queued")) {
                throw new FailureException(FailureCode.IMAGE_CONFLICT, "409");
            }
            Digest sha512 = digest(file, Algorithm.SHA512);
            long size = file.toFile().length();
            sent.accept(size / 4);
            sent.accept(fault == Fault.KILLED_HALF_WAY ? size / 2 : size);
            down = downAfterUpload;
            switch (fault) {
                case NONE -> put(Images.hashed(image, size, hashing, hash(file, sha512)));
                case CORRUPTED -> put(Images.active(image, size, "0".repeat(128)));
                case CUT -> throw unavailable("cut");
                case REPLY_LOST -> {
                    put(Images.active(image, size, sha512.hex()));
                    throw unavailable("reply lost");
                }
                case KILLED, KILLED_HALF_WAY -> {
                    put(Images.status(image, "saving"));
                    throw unavailable("killed");
                }
                case TRUNCATED -> {
                    put(Images.active(image, size - 1, "0".repeat(128)));
                    throw unavailable("truncated");
                }
                case OVER_QUOTA -> throw new FailureException(FailureCode.QUOTA_EXCEEDED, "413");
                case OVER_QUOTA_AND_STUCK -> {
                    put(Images.status(image, "saving"));
                    throw new FailureException(FailureCode.QUOTA_EXCEEDED, "413");
                }
                case OVERTAKEN -> {
                    put(Images.status(image, "saving"));
                    throw new FailureException(FailureCode.IMAGE_CONFLICT, "409");
                }
                case OVERTAKEN_AND_DONE -> {
                    put(Images.active(image, size, sha512.hex()));
                    throw new FailureException(FailureCode.IMAGE_CONFLICT, "409");
                }
            }
            return known != null ? known : sha512;
        }

        private String hash(Path file, Digest sha512) {
            return hashing.equals("sha256") ? digest(file, Algorithm.SHA256).hex() : sha512.hex();
        }

        private static Digest digest(Path file, Algorithm algorithm) {
            try {
                return Artifact.digest(file, algorithm);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public RemoteImage update(RemoteImage image, Map<String, Object> set, List<String> remove) {
            requireUp();
            calls.add("update " + new TreeMap<>(set).keySet() + " -" + remove);
            RemoteImage changed = Images.changed(images.get(image.id()), set, remove);
            put(changed);
            return changed;
        }

        @Override
        public void delete(ImageId id) {
            requireUp();
            calls.add("delete");
            vanish(id);
        }

        @Override
        public void share(ImageId id, List<String> projects) {
            requireUp();
            if (!images.get(id).visibility().equals("shared")) {
                throw new FailureException(FailureCode.TARGET_REFUSED, "only a shared image has members");
            }
            members.put(id, List.copyOf(projects));
        }

        @Override
        public void requireUp() {
            if (down != null) {
                throw down;
            }
        }

        private static FailureException unavailable(String why) {
            return new FailureException(FailureCode.TARGET_UNAVAILABLE, why);
        }
    }

    /** An image changed by hand. */
    public void change(ImageId id, UnaryOperator<RemoteImage> change) {
        put(change.apply(images.get(id)));
    }
}
