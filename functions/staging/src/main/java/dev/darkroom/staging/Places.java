package dev.darkroom.staging;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * How many images are worked on at the same time. Whoever comes for an image that has a place shares it: what takes long is
 * asked for again and again, and each request, waiting for the one before, would else take the place of another image.
 */
public final class Places {
    private final Semaphore free;
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    /** That of one image, as long as somebody works on it or waits to. */
    private static final class Place {
        private int users;
        private boolean taken;
    }

    public Places(int most) {
        this.free = new Semaphore(most, true);
    }

    /**
     * Does the work once there is a place for its image.
     *
     * @throws IllegalStateException when the process stops first: the event comes again
     */
    public void in(String image, Runnable work) {
        Place place = enter(image);
        try {
            take(image, place);
            work.run();
        } finally {
            leave(image);
        }
    }

    private Place enter(String image) {
        return places.compute(image, (any, known) -> {
            Place place = known == null ? new Place() : known;
            place.users++;
            return place;
        });
    }

    private void take(String image, Place place) {
        synchronized (place) {
            if (!place.taken) {
                try {
                    free.acquire();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("stopped before there was a place for " + image, e);
                }
                place.taken = true;
            }
        }
    }

    private void leave(String image) {
        places.computeIfPresent(image, (any, place) -> {
            if (--place.users > 0) {
                return place;
            }
            if (place.taken) {
                free.release();
            }
            return null;
        });
    }
}
