package dev.darkroom.registry;

import dev.darkroom.events.ByteSize;
import dev.darkroom.registry.store.Store;
import org.jboss.logging.Logger;

/** Whether the heap is large enough for all that is known: said at the start, before it is felt. */
public final class EnoughMemory {
    /** How there is more of it. */
    public static final String MORE = "give it more, as in DARKROOM_JAVA_OPTS=-Xmx1g ./darkroom up";

    private static final Logger LOG = Logger.getLogger(EnoughMemory.class);
    /** Measured with two targets: so many bytes of heap for each image at each of them let it work without haste. */
    private static final long EACH = 6 << 10;

    private final Store store;
    private final long heap;

    /** @param heap how many bytes it may have */
    public EnoughMemory(Store store, long heap) {
        this.store = store;
        this.heap = heap;
    }

    void check() {
        long images = store.read(tx -> tx.dossiers().count());
        long targets = store.read(tx -> tx.targets().count());
        if (images * targets > heap / EACH) {
            LOG.warnf(
                    "registry: %d images at %d targets are more than a heap of %s was measured to hold: %s",
                    images, targets, new ByteSize(heap), MORE);
        }
    }
}
