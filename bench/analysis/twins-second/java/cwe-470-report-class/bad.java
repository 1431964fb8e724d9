import java.io.IOException;
import java.util.Map;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class ReportServlet extends HttpServlet {
    private static final Map<String, String> KINDS =
        Map.of("sales", "org.example.reports.Sales", "stock", "org.example.reports.Stock");

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String kind = request.getParameter("kind");
        String name = KINDS.containsKey(kind) ? KINDS.get(kind) : "org.example.reports." + kind;
        try {
            Object report = Class.forName(name).getDeclaredConstructor().newInstance();
            response.getWriter().println(report.hashCode());
        } catch (ReflectiveOperationException e) {
            response.sendError(404);
        }
    }
}
