package rooms.api;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

@Path("/bookings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class BookingResource {

    private static final Logger LOG = Logger.getLogger("bookings");

    @Inject
    private Bookings bookings;

    @Context
    private UriInfo uriInfo;

    @GET
    @Path("/{id}")
    public Response one(@PathParam("id") long id) {
        Optional<Booking> booking = bookings.find(id);
        if (booking.isEmpty()) {
            return Response.status(Response.Status.NOT_FOUND).entity(Map.of("error", "no such booking")).build();
        }
        return Response.ok(booking.get()).build();
    }

    @POST
    public Response book(@NotNull Wish wish) {
        if (wish.from == null || wish.until == null || !wish.from.isBefore(wish.until)) {
            return Response.status(Response.Status.BAD_REQUEST).entity(Map.of("error", "times")).build();
        }
        try {
            long id = bookings.book(wish);
            URI location = uriInfo.getAbsolutePathBuilder().path(Long.toString(id)).build();
            return Response.created(location).build();
        } catch (RoomTakenException e) {
            return Response.status(Response.Status.CONFLICT).entity(Map.of("error", "taken")).build();
        } catch (StorageException e) {
            LOG.log(Level.SEVERE, "booking failed", e);
            return Response.serverError().entity(Map.of("error", "booking failed")).build();
        }
    }

    public static class Wish {
        public String room;
        public LocalDateTime from;
        public LocalDateTime until;
    }

    public static class Booking extends Wish {
        public long id;
    }

    public interface Bookings {
        Optional<Booking> find(long id);

        long book(Wish wish) throws RoomTakenException, StorageException;
    }

    public static class RoomTakenException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    public static class StorageException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
