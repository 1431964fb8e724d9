import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class ManualServlet extends HttpServlet {
    private static final Path ROOT = Paths.get("/srv/manuals");

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Path page = ROOT.resolve(request.getParameter("page")).normalize();
        if (!Files.isRegularFile(page) || !page.toString().endsWith(".txt")) {
            response.sendError(404);
            return;
        }
        response.setContentType("text/plain");
        response.getOutputStream().write(Files.readAllBytes(page));
    }
}
