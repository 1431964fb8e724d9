import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.DirContext;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class StaffController {
    private final DirContext context;

    public StaffController(DirContext context) {
        this.context = context;
    }

    @GetMapping("/staff")
    public boolean exists(@RequestParam String uid) throws NamingException {
        SearchControls controls = new SearchControls();
        controls.setSearchScope(SearchControls.SUBTREE_SCOPE);
        String filter = "(&(objectClass=person)(uid={0}))";
        NamingEnumeration<SearchResult> found = context.search("ou=staff", filter, new Object[] {uid}, controls);
        return found.hasMore();
    }
}
