import java.util.List;
import javax.persistence.EntityManager;
import javax.persistence.PersistenceContext;
import javax.persistence.TypedQuery;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.QueryParam;

@Path("/articles")
public class ArticleResource {
    @PersistenceContext
    private EntityManager entities;

    @GET
    public List<String> byTag(@QueryParam("tag") String tag) {
        String base = "SELECT a.title FROM Article a WHERE a.published = true";
        String jpql = String.format("%s AND a.tag = %s", base, ":tag");
        TypedQuery<String> query = entities.createQuery(jpql, String.class);
        query.setParameter("tag", tag);
        query.setMaxResults(50);
        return query.getResultList();
    }
}
