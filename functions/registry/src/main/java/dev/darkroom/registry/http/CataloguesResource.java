package dev.darkroom.registry.http;

import dev.darkroom.events.Bus;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.EventType;
import dev.darkroom.registry.access.Rights;
import dev.darkroom.registry.catalogue.FindSecrets;
import dev.darkroom.registry.query.CatalogueView;
import dev.darkroom.registry.query.Query;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.query.Refusal;
import dev.darkroom.registry.query.UntilAdmitted;
import dev.darkroom.wire.EventCodec;
import dev.darkroom.wire.Topics;
import dev.darkroom.wire.UnreadableEventException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;

/** Catalogues: publishing one, and whether it has been admitted. */
@Path("/catalogues")
public class CataloguesResource {
    private static final Logger LOG = Logger.getLogger(CataloguesResource.class);
    private static final int MOST_SHOWN = 10;

    private final Query query;
    private final Bus bus;
    private final PublishInTime inTime;
    private final UntilAdmitted until;
    private final EventCodec codec = new EventCodec();

    public CataloguesResource(Query query, Bus bus, PublishInTime inTime, UntilAdmitted until) {
        this.query = query;
        this.bus = bus;
        this.inTime = inTime;
        this.until = until;
    }

    /**
     * What has been published; {@code GET /catalogues/{catalogue}} shows the same id when it has been admitted.
     *
     * @param admitted     whether it has been by now, so that what is asked next is answered with it
     * @param refusedCount how many of its entries were refused; null where it is not admitted yet
     * @param message      what that means, in a sentence; null where it is admitted
     */
    public record Published(
            String catalogue, int part, String eventId, boolean admitted, Integer refusedCount, String message) {
        static Published judged(CatalogueUpdated event, Integer refused) {
            return new Published(name(event), event.part(), event.id().toString(), true, refused, null);
        }

        static Published waiting(CatalogueUpdated event) {
            String message = "published and not refused: the registry has not judged it yet; GET /catalogues/"
                    + name(event) + " shows this event_id when it has";
            return new Published(name(event), event.part(), event.id().toString(), false, null, message);
        }

        private static String name(CatalogueUpdated event) {
            return event.catalogue().value();
        }
    }

    /** Also for who may only publish: how what he published was taken, and which parts there are. */
    @GET
    @RolesAllowed({Rights.READ, Rights.PUBLISH})
    @Path("{name}")
    @Blocking
    public Response catalogue(
            @PathParam("name") String name, @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        return Answers.json(query.catalogue(name), ifNoneMatch);
    }

    /**
     * Publishes {@code catalogue.updated}; the answer comes when the bus has it and the registry has admitted it, or after a
     * few seconds without that. Entries are judged when they are admitted, but secrets must not even get onto the topic.
     *
     * @param body the data of the event, as JSON. Only as JSON: a web page of another origin cannot send that unasked
     */
    @POST
    @RolesAllowed(Rights.PUBLISH)
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    public Response publish(InputStream body) throws IOException {
        CatalogueUpdated event = read(body);
        requireNoSecrets(event);
        Optional<Integer> before = until.before(event);
        send(event);
        Published published =
                until.admitted(event, before) ? Published.judged(event, refusedCount(event)) : Published.waiting(event);
        return Response.accepted(Answers.write(published))
                .type(MediaType.APPLICATION_JSON)
                .location(URI.create("/catalogues/" + event.catalogue()))
                .build();
    }

    /** What is judged and answered here is what will be admitted, not what only this side of the bus has seen. */
    private CatalogueUpdated read(InputStream body) throws IOException {
        byte[] data = body.readNBytes(CatalogueUpdated.LARGEST + 1);
        if (data.length > CatalogueUpdated.LARGEST) {
            throw tooLarge("");
        }
        try {
            byte[] carried = codec.data(codec.read(EventType.CATALOGUE_UPDATED.type(), data));
            if (carried.length > Topics.MAX_DATA_BYTES) {
                throw tooLarge(", and as an event carries it this one is larger");
            }
            var event = (CatalogueUpdated) codec.read(EventType.CATALOGUE_UPDATED.type(), carried);
            if (event.entries() > CatalogueUpdated.MOST_ENTRIES) {
                throw tooLarge(" and have at most " + CatalogueUpdated.MOST_ENTRIES + " images, aliases and variables");
            }
            return event;
        } catch (UnreadableEventException e) {
            throw new QueryException(Refusal.CATALOGUE_INVALID, e.getMessage());
        }
    }

    private static QueryException tooLarge(String why) {
        return new QueryException(
                Refusal.CATALOGUE_TOO_LARGE, "a catalogue must be at most 512 KiB" + why + ": publish it in parts");
    }

    private static void requireNoSecrets(CatalogueUpdated event) {
        List<String> secrets = FindSecrets.in(event).limit(MOST_SHOWN).toList();
        if (!secrets.isEmpty()) {
            throw new QueryException(
                    Refusal.CATALOGUE_INVALID,
                    "nothing was published, since it would show secrets: " + String.join("; ", secrets)
                            + ". Leave them out of the URLs, and let darkroom.origins.credentials name the files that hold"
                            + " them");
        }
    }

    private void send(CatalogueUpdated event) {
        try {
            if (!inTime.run(() -> bus.publish(event))) {
                LOG.warnf("catalogue %s: Kafka has not taken it yet", event.recordKey());
                throw new QueryException(
                        Refusal.BUS_UNAVAILABLE,
                        "Kafka has not taken the catalogue yet; it may still be published, as event " + event.id()
                                + ". Sent again, it has its effect once");
            }
        } catch (IllegalStateException e) {
            if (!(e instanceof CancellationException)) { // The process is stopping.
                LOG.warnf("catalogue %s could not be published: %s", event.recordKey(), e.getMessage());
            }
            throw new QueryException(
                    Refusal.BUS_UNAVAILABLE, "the catalogue was not published, send it again: " + e.getMessage());
        }
    }

    private Integer refusedCount(CatalogueUpdated event) {
        return query.catalogue(event.catalogue().value()).parts().stream()
                .filter(each -> each.part() == event.part())
                .findFirst()
                .map(CatalogueView.Part::refusedCount)
                .orElse(null);
    }
}
