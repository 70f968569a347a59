package dev.darkroom.events;

/** The CloudEvents types: what they are called, where they travel, who says them. */
public enum EventType {
    CATALOGUE_UPDATED("dev.darkroom.catalogue.updated.v1", Topic.CATALOGUES, "catalogue", CatalogueUpdated.class),
    CATALOGUE_REFUSED("dev.darkroom.catalogue.refused.v1", Topic.FAILED, "registry", CatalogueRefused.class),
    TARGET_ANNOUNCED("dev.darkroom.target.announced.v1", Topic.TARGETS, "upload", TargetAnnounced.class),
    IMAGE_REQUESTED("dev.darkroom.image.requested.v1", Topic.REQUESTED, "registry", ImageRequested.class),
    IMAGE_FETCHED("dev.darkroom.image.fetched.v1", Topic.FETCHED, "fetch", ImageFetched.class),
    IMAGE_CONVERTED("dev.darkroom.image.converted.v1", Topic.CONVERTED, "convert", ImageConverted.class),
    IMAGE_READY("dev.darkroom.image.ready.v1", Topic.READY, "upload", ImageReady.class),
    IMAGE_FAILED("dev.darkroom.image.failed.v1", Topic.FAILED, null, ImageFailed.class),
    ALIAS_MOVED("dev.darkroom.alias.moved.v1", Topic.ALIASES, "registry", AliasMoved.class),
    IMAGE_SETTLED("dev.darkroom.image.settled.v1", Topic.SETTLED, "registry", ImageSettled.class);

    private final String type;
    private final Topic topic;
    private final String function;
    private final Class<? extends Event> record;

    EventType(String type, Topic topic, String function, Class<? extends Event> record) {
        this.type = type;
        this.topic = topic;
        this.function = function;
        this.record = record;
    }

    /** The CloudEvents {@code type} attribute. */
    public String type() {
        return type;
    }

    public Topic topic() {
        return topic;
    }

    /** The function that says it; null where any function may. */
    public String function() {
        return function;
    }

    /** The record that holds its data. */
    public Class<? extends Event> data() {
        return record;
    }

    /** The CloudEvents {@code dataschema} attribute; the schema itself lies beside this class under {@code /schemas}. */
    public String schema() {
        return "https://darkroom.dev/schemas/" + type.substring("dev.darkroom.".length()) + ".json";
    }

    /** @throws IllegalArgumentException when there is no such type */
    public static EventType of(String type) {
        for (EventType each : values()) {
            if (each.type.equals(type)) {
                return each;
            }
        }
        throw new IllegalArgumentException("there is no event type " + Texts.quote(type));
    }
}
