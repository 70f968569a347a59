package dev.darkroom.upload.testing;

import dev.darkroom.upload.openstack.ImageService;

class RealGlanceIT implements ImageServiceRules {
    private static final RealCloud CLOUD = new RealCloud(OpenStackContainer.shared());
    private static final ImageService OURS = CLOUD.service("images");
    private static final ImageService THEIRS = CLOUD.service("consumer");

    @Override
    public ImageService ours() {
        return OURS;
    }

    @Override
    public ImageService theirs() {
        return THEIRS;
    }
}
