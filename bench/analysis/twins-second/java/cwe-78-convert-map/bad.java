import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class ConvertServlet extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, String> options = new HashMap<>();
        options.put("requested", request.getParameter("format"));
        options.put("fallback", "pdf");
        String format = options.get("requested");
        Process process = Runtime.getRuntime().exec("/usr/bin/convert-report --to " + format);
        try {
            response.setStatus(process.waitFor() == 0 ? 204 : 500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.setStatus(503);
        }
    }
}
