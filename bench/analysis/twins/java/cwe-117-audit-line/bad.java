import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

public class LoginAudit {
    private static final Logger log = LoggerFactory.getLogger(LoginAudit.class);

    public void refused(HttpServletRequest request) {
        String user = request.getParameter("user");
        log.warn("login refused for {}", user);
    }
}
