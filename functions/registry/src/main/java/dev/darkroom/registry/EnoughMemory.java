package dev.darkroom.registry;

import dev.darkroom.events.ByteSize;
import dev.darkroom.registry.store.Store;
import org.jboss.logging.Logger;

/** Whether the heap is large enough for all that is known: said at the start, before it is felt. */
public final class EnoughMemory {
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

    /** How there is more of it: twice as much, in whole GiB. */
    public static String more(long heap) {
        return "give it more, as in DARKROOM_JAVA_OPTS=-Xmx" + Math.ceilDiv(2 * heap, 1L << 30) + "g ./darkroom up";
    }

    void check() {
        long images = store.read(tx -> tx.dossiers().count());
        long targets = store.read(tx -> tx.targets().count());
        if (images * targets > heap / EACH) {
            LOG.warnf(
                    "registry: %d images at %d targets are more than a heap of %s was measured to hold: %s",
                    images, targets, new ByteSize(heap), more(heap));
        }
    }
}
