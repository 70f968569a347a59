package dev.darkroom.inspect.testing;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every hostile image that there is a rule against, in tables that name them: for the inspector, and for whoever sends each of
 * them through a whole system. {@code qemu-img} must be installed; the files are small.
 */
public final class HostileImages {
    private HostileImages() {}

    public static List<HostileImage> all() {
        return Stream.of(
                        HostileQcow2.all(),
                        HostileVmdk.all(),
                        HostileCuts.all(),
                        HostileVhd.all(),
                        HostileVhdx.all(),
                        HostileDisks.all(),
                        HostileMixtures.all())
                .flatMap(List::stream)
                .toList();
    }
}
