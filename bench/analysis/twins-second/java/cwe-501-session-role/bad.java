import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;

public class PreferencesServlet extends HttpServlet {
    private static final String[] LANGUAGES = {"de", "en", "fr"};

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession();
        String language = request.getParameter("language");
        session.setAttribute("language", language);
        response.setStatus(204);
    }
}
