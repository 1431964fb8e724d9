package shop.stock;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;

@Path("/stock")
public class StockResource {
    @PersistenceContext
    EntityManager em;

    enum Column { SKU, QUANTITY, PRICE }

    @GET
    public List<?> list(@QueryParam("sort") String sort) {
        String column = sort == null ? "sku" : Column.valueOf(sort.trim().toUpperCase()).name();
        return em.createNativeQuery("SELECT * FROM stock ORDER BY " + column).setMaxResults(200).getResultList();
    }
}
