import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class CanvasServlet extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int width = Integer.parseInt(request.getParameter("width"));
        int height = Integer.parseInt(request.getParameter("height"));
        if (width <= 0 || height <= 0) {
            response.sendError(422);
            return;
        }
        int size = width * height;
        if (size > 1_000_000) {
            response.sendError(422);
            return;
        }
        response.getWriter().println(size);
    }
}
