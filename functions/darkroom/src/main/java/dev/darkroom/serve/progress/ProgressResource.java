package dev.darkroom.serve.progress;

import dev.darkroom.registry.access.Rights;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code GET /progress}: what is being done at this moment. */
@Path("/progress")
@Produces(MediaType.APPLICATION_JSON)
public class ProgressResource {
    private final ProgressBoard board;

    public ProgressResource(ProgressBoard board) {
        this.board = board;
    }

    @GET
    @RolesAllowed(Rights.READ)
    public List<Activity> progress() {
        return board.activities();
    }
}
