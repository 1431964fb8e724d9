import java.io.IOException;
import java.io.PrintWriter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.owasp.encoder.Encode;

public class LookupServlet extends HttpServlet {
    private String describe(HttpServletRequest request) {
        StringBuilder text = new StringBuilder("No entry for ");
        text.append(Encode.forHtml(request.getParameter("term")));
        return text.append('.').toString();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        PrintWriter out = response.getWriter();
        out.println("<p class=\"error\">" + describe(request) + "</p>");
    }
}
