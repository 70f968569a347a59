package dev.darkroom.upload.openstack;

import dev.darkroom.events.Digest;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageId;
import dev.darkroom.staging.StagedTrouble;
import dev.darkroom.upload.openstack.clouds.CloudSettings;
import dev.darkroom.upload.openstack.http.CloudHttp;
import dev.darkroom.upload.openstack.http.Failures;
import dev.darkroom.upload.openstack.http.Refusal;
import dev.darkroom.upload.openstack.http.Route;
import dev.darkroom.upload.openstack.http.StreamingConnector;
import dev.darkroom.upload.openstack.http.Timeouts;
import dev.darkroom.upload.openstack.keystone.IssueToken;
import dev.darkroom.upload.openstack.keystone.IssuedToken;
import dev.darkroom.upload.openstack.keystone.Tokens;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.openstack4j.api.OSClient.OSClientV3;
import org.openstack4j.api.exceptions.ConnectionException;
import org.openstack4j.api.exceptions.ResponseException;
import org.openstack4j.model.common.Payloads;
import org.openstack4j.openstack.OSFactory;
import org.openstack4j.openstack.identity.v3.domain.KeystoneToken;

/** Glance, through openstack4j with a transport of our own. */
public final class OpenStackImages implements ImageService {
    private static final String SERVICE = "the image service";

    /** The most that Glance gives at once, unless its operator said otherwise. */
    private static final int PAGE = 1000;

    private static final String NO_IMAGE = new UUID(0, 0).toString();

    private final CloudHttp http;
    private final Tokens tokens;
    private final Failures failures;
    private final ImageCalls calls = new ImageCalls();

    private OpenStackImages(CloudHttp http, Tokens tokens, Failures failures) {
        this.http = http;
        this.tokens = tokens;
        this.failures = failures;
    }

    /**
     * The image service of a cloud. Logs in at the first call that needs it, not here: a cloud that is down now may be
     * up then.
     *
     * @throws FailureException {@code target-unknown} when the settings name certificates that cannot be read
     */
    public static OpenStackImages connect(CloudSettings settings, Timeouts timeouts, Clock clock) {
        var http = new CloudHttp(settings, timeouts);
        var failures = new Failures(settings.name(), clock);
        return new OpenStackImages(http, new Tokens(new IssueToken(settings, http, failures, clock), clock), failures);
    }

    @Override
    public URI endpoint() {
        return URI.create(tokens.current().endpoint());
    }

    @Override
    public String projectId() {
        return tokens.current().projectId();
    }

    /**
     * A schema is given without a look into the database, so an image is asked for, too, that there never is. One is listed
     * only where there is no schema to be had: a run lists once, and large clouds list slowly.
     */
    @Override
    public void requireUp() {
        call(client -> {
            try {
                ImageJson.requireSchema(calls.schema());
            } catch (Refusal refusal) {
                return ImagePage.read(calls.page(Map.of("limit", "1")));
            }
            return unless(404, () -> calls.get(NO_IMAGE));
        });
    }

    @Override
    public Optional<RemoteImage> find(ImageId id) {
        return call(client -> unless(404, () -> ImageJson.read(calls.get(id.toString()))));
    }

    @Override
    public <T> List<T> list(Map<String, String> filters, Function<RemoteImage, Optional<T>> kept) {
        var all = new ArrayList<T>();
        Map<String, String> query = new HashMap<>(filters);
        query.put("limit", String.valueOf(PAGE));
        Set<String> markers = new HashSet<>();
        while (true) {
            ImagePage page = call(client -> ImagePage.read(calls.page(query)));
            page.images().forEach(image -> kept.apply(image).ifPresent(all::add));
            if (page.next().isEmpty()) {
                return all;
            }
            if (!markers.add(page.next().get())) {
                throw failures.of(
                        SERVICE,
                        new ConnectionException("it gives the same page of its list again and again", 0, null));
            }
            query.put("marker", page.next().get());
        }
    }

    @Override
    public boolean create(NewImage image) {
        return call(client -> unless(409, () -> ImageJson.read(calls.create(ImageJson.write(image)))))
                .isPresent();
    }

    @Override
    public Digest upload(ImageId id, Path file, Digest known, LongConsumer sent) {
        return call(client -> {
            try (SentFile bytes = SentFile.open(file, known, sent)) {
                String size = String.valueOf(bytes.size());
                client.headers(Map.of(StreamingConnector.CONTENT_LENGTH, size, "x-openstack-image-size", size));
                client.imagesV2().upload(id.toString(), Payloads.create(bytes), null);
                return bytes.sha512();
            } catch (Refusal refusal) {
                // Of two uploads that begin at the same moment Glance tells one that its image is gone (410): it is
                // not. Nor need it be when it cannot be found (404): what was just made may not be everywhere yet.
                throw switch (refusal.getStatus()) {
                    case 404, 409, 410 -> failures.of(SERVICE, refusal, FailureCode.IMAGE_CONFLICT);
                    default -> refusal;
                };
            } catch (UncheckedIOException e) {
                throw e.getCause() instanceof InterruptedIOException ? e : StagedTrouble.unreadable(e.getCause());
            } catch (IOException e) {
                throw StagedTrouble.unreadable(e);
            }
        });
    }

    @Override
    public RemoteImage update(RemoteImage image, Map<String, Object> set, List<String> remove) {
        return call(client -> {
            String id = image.id().toString();
            try {
                return ImageJson.read(calls.update(id, ImagePatch.of(set, remove, image)));
            } catch (Refusal refusal) {
                if (refusal.getStatus() == 404) {
                    throw failures.of(SERVICE, refusal, FailureCode.IMAGE_MISSING);
                }
                if (refusal.getStatus() != 409 || remove.isEmpty()) {
                    throw refusal;
                }
                // A property that was to go may have gone meanwhile: ask for what there is now.
                return ImageJson.read(calls.update(id, ImagePatch.of(set, remove, ImageJson.read(calls.get(id)))));
            }
        });
    }

    @Override
    public void delete(ImageId id) {
        try {
            call(client -> unless(404, () -> client.imagesV2().delete(id.toString())));
        } catch (FailureException e) {
            if (e.code() != FailureCode.TARGET_UNAUTHORIZED
                    || !find(id).map(RemoteImage::protectedImage).orElse(false)) {
                throw e;
            }
            call(client -> calls.update(id.toString(), ImagePatch.of(Map.of("protected", false))));
            call(client -> unless(404, () -> client.imagesV2().delete(id.toString())));
        }
    }

    @Override
    public void share(ImageId id, List<String> projects) {
        Set<String> members = new HashSet<>();
        call(client -> client.imagesV2().listMembers(id.toString()))
                .forEach(member -> members.add(member.getMemberId()));
        for (String project : projects) {
            if (!members.remove(project)) {
                call(client -> unless(409, () -> client.imagesV2().createMember(id.toString(), project)));
            }
        }
        for (String gone : members) {
            call(client -> unless(404, () -> client.imagesV2().deleteMember(id.toString(), gone)));
        }
    }

    /** What the call gives; empty when it is answered with this status, which is no failure. */
    private static <T> Optional<T> unless(int status, Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (Refusal refusal) {
            if (refusal.getStatus() == status) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    /** Works with the token in use, and once more with a new one when it is no longer taken. */
    private <T> T call(Function<OSClientV3, T> work) {
        IssuedToken issued = tokens.current();
        try {
            try {
                return work.apply(client(issued));
            } catch (Refusal refusal) {
                if (refusal.getStatus() != 401) {
                    throw refusal;
                }
                return work.apply(client(tokens.other(issued)));
            }
        } catch (ResponseException e) {
            throw failures.of(SERVICE, e);
        }
    }

    /** openstack4j's client; it is bound to the calling thread until the next one is made. */
    private OSClientV3 client(IssuedToken issued) {
        var token = new KeystoneToken();
        token.setId(issued.token().reveal());
        return OSFactory.clientFromToken(token, new Route(http, issued.endpoint()).config());
    }
}
