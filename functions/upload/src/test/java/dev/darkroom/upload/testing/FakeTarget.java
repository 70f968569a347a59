package dev.darkroom.upload.testing;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.staging.Progress;
import dev.darkroom.upload.Artifact;
import dev.darkroom.upload.PublishedImage;
import dev.darkroom.upload.Target;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A target that keeps nothing and does as it was told. */
public final class FakeTarget implements Target {
    private final TargetName name;
    private final DiskFormat wants;
    private final AtomicInteger asked = new AtomicInteger();
    private final List<ImageId> repaired = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch meeting = new CountDownLatch(0);
    private volatile FailureException failure;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile TargetAnnounced.Problem problem;
    private volatile RuntimeException defect;
    private volatile List<ImageId> images = List.of();
    private volatile Supplier<List<ImageId>> hidden = List::of;
    private volatile boolean expected;
    private volatile Runnable listing = () -> {};
    private volatile ImageReady.Outcome outcome = ImageReady.Outcome.UPLOADED;

    public FakeTarget(String name, DiskFormat wants) {
        this.name = new TargetName(name);
        this.wants = wants;
    }

    /** Everything fails from now on. */
    public void fails(FailureException e) {
        fails(Integer.MAX_VALUE, e);
    }

    /** So many fail from now on. */
    public void fails(int times, FailureException e) {
        failure = e;
        failures.set(times);
    }

    /** It is announced so from now on; null: it can be used. */
    public void problem(TargetAnnounced.Problem problemFromNow) {
        problem = problemFromNow;
    }

    /** It cannot even be announced; null: it can. */
    public void broken(RuntimeException defectFromNow) {
        defect = defectFromNow;
    }

    /** It has these images from now on. */
    public void has(List<ImageId> imagesFromNow) {
        images = imagesFromNow;
    }

    /** It has these hidden images from now on. */
    public void hasHidden(Supplier<List<ImageId>> imagesFromNow) {
        hidden = imagesFromNow;
    }

    /** It does not say which images it has. */
    public void hides(RuntimeException failureFromNow) {
        whileListing(() -> {
            throw failureFromNow;
        });
    }

    /** What happens from now on before it says which images it has. */
    public void whileListing(Runnable work) {
        listing = work;
    }

    /** It publishes only when all the others are there too. */
    public void meets(CountDownLatch others) {
        meeting = others;
    }

    public void outcome(ImageReady.Outcome outcomeFromNow) {
        outcome = outcomeFromNow;
    }

    /** Whether it has heard that it has images. */
    public boolean expected() {
        return expected;
    }

    /** How often it was asked to publish. */
    public int asked() {
        return asked.get();
    }

    public List<ImageId> repaired() {
        return List.copyOf(repaired);
    }

    @Override
    public TargetName name() {
        return name;
    }

    @Override
    public Optional<DiskFormat> wants() {
        return Optional.ofNullable(wants);
    }

    @Override
    public TargetAnnounced unasked(TargetAnnounced.Problem told) {
        return new TargetAnnounced(name, "fake", wants, "nowhere", null, told, null, null);
    }

    @Override
    public void expectImages() {
        expected = true;
    }

    @Override
    public TargetAnnounced announce() {
        if (defect != null) {
            throw defect;
        }
        return unasked(problem);
    }

    @Override
    public List<ImageId> images() {
        listing.run();
        return images;
    }

    @Override
    public List<ImageId> hiddenImages() {
        return hidden.get();
    }

    @Override
    public ImageReady publish(ImageConverted event, Artifact artifact, Progress progress) {
        asked.incrementAndGet();
        meeting.countDown();
        try {
            meeting.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", e);
        }
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw failure;
        }
        return PublishedImage.of(event, 0, artifact.size(), Samples.SHA512).ready(name, event.spec(), outcome);
    }

    @Override
    public ImageReady repair(ImageRequested request, ImageId id) {
        repaired.add(id);
        return new PublishedImage(
                        request.key(),
                        id,
                        0,
                        DiskFormat.RAW,
                        1,
                        Samples.SHA512,
                        "https://x/",
                        Samples.SHA256,
                        List.of(),
                        1)
                .ready(name, request.spec(), ImageReady.Outcome.UPDATED);
    }
}
