package dev.darkroom.upload.openstack;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageId;
import java.util.List;
import java.util.SortedMap;

/**
 * An image that is to be made. It is private and not protected whatever it shall become: visibility is opened last.
 *
 * @param properties the image's own properties
 */
public record NewImage(
        ImageId id,
        String name,
        DiskFormat diskFormat,
        String containerFormat,
        int minDisk,
        int minRam,
        boolean hidden,
        List<String> tags,
        SortedMap<String, String> properties) {}
