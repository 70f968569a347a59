package dev.darkroom.demo;

import java.io.IOException;
import java.nio.file.Path;

/** Asks qemu-img whether two images are the same disk. */
public final class CompareImages {
    private CompareImages() {}

    /** @throws IOException when they are not, in qemu-img's words */
    public static void raw(DemoImage image, Path published) throws IOException, InterruptedException {
        Tools.run(
                "qemu-img",
                "compare",
                "-f",
                image.format(),
                "-F",
                "raw",
                image.plain().toString(),
                published.toString());
    }
}
