import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class TrackingServlet extends HttpServlet {
    private static String clean(String value) {
        if (value == null) {
            return "none";
        }
        return value.replaceAll("[\\r\\n]", "");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String campaign = clean(request.getParameter("campaign"));
        response.setHeader("X-Campaign", campaign);
        response.setStatus(204);
    }
}
