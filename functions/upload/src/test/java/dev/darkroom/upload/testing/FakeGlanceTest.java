package dev.darkroom.upload.testing;

import dev.darkroom.events.testing.TurnedClock;
import dev.darkroom.upload.openstack.ImageService;

class FakeGlanceTest implements ImageServiceRules {
    private final FakeGlance cloud = new FakeGlance(new TurnedClock());

    @Override
    public ImageService ours() {
        return cloud.as("ours");
    }

    @Override
    public ImageService theirs() {
        return cloud.as("theirs");
    }
}
