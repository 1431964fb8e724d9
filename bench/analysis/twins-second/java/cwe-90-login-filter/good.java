import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.servlet.http.HttpServletRequest;

public class DirectoryLogin {
    private final Hashtable<String, String> environment = new Hashtable<>();

    public DirectoryLogin(String url) {
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
        environment.put(Context.PROVIDER_URL, url);
    }

    public boolean known(HttpServletRequest request) throws NamingException {
        String user = request.getParameter("user");
        DirContext context = new InitialDirContext(environment);
        try {
            String filter = "(&(objectClass=person)(uid={0}))";
            NamingEnumeration<SearchResult> found =
                context.search("ou=people,dc=example", filter, new Object[] {user}, new SearchControls());
            return found.hasMore();
        } finally {
            context.close();
        }
    }
}
