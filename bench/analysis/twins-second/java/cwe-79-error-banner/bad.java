import java.io.IOException;
import java.io.PrintWriter;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.commons.text.StringEscapeUtils;

public class BannerServlet extends HttpServlet {
    private String banner(String text) {
        return "<div class=\"banner\">" + text + "</div>";
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        String message = request.getParameter("message");
        if (message == null || message.isEmpty()) {
            message = "Welcome";
        }
        String shown = StringEscapeUtils.escapeJava(message);
        PrintWriter out = response.getWriter();
        out.println("<!doctype html>");
        out.println(banner(shown));
    }
}
