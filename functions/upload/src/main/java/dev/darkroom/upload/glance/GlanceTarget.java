package dev.darkroom.upload.glance;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.staging.Progress;
import dev.darkroom.upload.Artifact;
import dev.darkroom.upload.PublishedImage;
import dev.darkroom.upload.Target;
import dev.darkroom.upload.openstack.ImageService;
import dev.darkroom.upload.openstack.RemoteImage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Publishes images in a project of an OpenStack cloud. */
public final class GlanceTarget implements Target {
    /** One that an operator has switched off is there: its bytes are, and to send them again would help nobody. */
    private static final Set<String> THERE = Set.of("active", "deactivated");

    private final TargetName name;
    private final Optional<DiskFormat> wants;
    private final CloudConnection cloud;
    private final Duration staleAfter;
    private final Clock clock;
    private final Map<ImageId, Instant> broken = new ConcurrentHashMap<>();

    /**
     * @param wants      the format that it wants of every image; empty: the image's own wish
     * @param staleAfter how long an image may be without its bytes while somebody seems to send them
     */
    public GlanceTarget(
            TargetName name, Optional<DiskFormat> wants, CloudConnection cloud, Duration staleAfter, Clock clock) {
        this.name = name;
        this.wants = wants;
        this.cloud = cloud;
        this.staleAfter = staleAfter;
        this.clock = clock;
    }

    @Override
    public TargetName name() {
        return name;
    }

    @Override
    public Optional<DiskFormat> wants() {
        return wants;
    }

    @Override
    public TargetAnnounced unasked(TargetAnnounced.Problem problem) {
        return announced(null, problem);
    }

    @Override
    public TargetAnnounced announce() {
        String project = null;
        try {
            project = cloud.withOrAnew(service -> {
                service.requireUp();
                return service.projectId();
            });
            return announced(project, null);
        } catch (FailureException e) {
            return unasked(new TargetAnnounced.Problem(e.code(), e.getMessage()));
        } finally {
            if (project == null) {
                cloud.forget();
            }
        }
    }

    private TargetAnnounced announced(String project, TargetAnnounced.Problem problem) {
        return new TargetAnnounced(
                name, TargetAnnounced.GLANCE, wants.orElse(null), cloud.location(), project, problem, null, null);
    }

    /** Hidden ones are not among them: Glance shows either those or the others. */
    @Override
    public List<ImageId> images() {
        return images(Map.of());
    }

    @Override
    public List<ImageId> hiddenImages() {
        return images(Map.of("os_hidden", "true"));
    }

    private List<ImageId> images(Map<String, String> more) {
        return cloud.with(service -> {
            var filters = new HashMap<>(more);
            filters.putAll(Map.of("owner", service.projectId(), "visibility", "all"));
            return service.list(
                    filters,
                    image -> Optional.of(image)
                            .filter(each -> each.properties().containsKey(Marks.KEY) && THERE.contains(each.status()))
                            .map(RemoteImage::id));
        });
    }

    @Override
    public ImageReady publish(ImageConverted event, Artifact artifact, Progress progress) {
        return cloud.with(service -> publish(service, event, artifact, progress));
    }

    private ImageReady publish(ImageService service, ImageConverted event, Artifact artifact, Progress progress) {
        var table = new DecisionTable(service.projectId(), event.key(), artifact.format(), staleAfter, clock);
        return new PublishImage(
                        service,
                        table,
                        event,
                        artifact,
                        new Presentation(name, service, event.spec()),
                        sent -> progress.at(event.key(), "uploading to " + name, sent, artifact.size()),
                        broken)
                .publish();
    }

    @Override
    public ImageReady repair(ImageRequested request, ImageId id) {
        return cloud.with(service -> repair(service, request, id));
    }

    private ImageReady repair(ImageService service, ImageRequested request, ImageId id) {
        Optional<RemoteImage> found = service.find(id);
        if (found.isEmpty()) {
            service.requireUp(); // To publish it again for nothing is dear.
        }
        RemoteImage there = found.filter(image -> service.projectId().equals(image.owner()))
                .filter(image -> THERE.contains(image.status()))
                .orElseThrow(() -> missing(request, id, "is not active there any more"));
        PublishedImage image = Marks.read(there)
                .filter(marked -> marked.key().equals(request.key()))
                .orElseThrow(() -> missing(request, id, "has lost its marks"));
        if (!there.status().equals("active")) {
            throw PublishImage.deactivated(id);
        }
        image.requireMeant(request.spec());
        return new Presentation(name, service, request.spec()).present(there, image, false);
    }

    private static FailureException missing(ImageRequested request, ImageId id, String how) {
        return new FailureException(
                FailureCode.IMAGE_MISSING,
                "image " + id + " of " + request.key() + " " + how + "; it is published again");
    }
}
