import java.io.IOException;
import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class ExportServlet extends HttpServlet {
    private static final Logger LOG = Logger.getLogger("export");

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PrintWriter out = response.getWriter();
        try {
            out.println(rows().length);
        } catch (IllegalStateException e) {
            response.setStatus(500);
            e.printStackTrace(out);
        }
    }

    private String[] rows() {
        throw new IllegalStateException("not loaded");
    }
}
