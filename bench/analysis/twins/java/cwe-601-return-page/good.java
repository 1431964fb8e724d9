import java.io.IOException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

@WebServlet("/consent")
public class ConsentServlet extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.getSession().setAttribute("consent", Boolean.TRUE);
        String page = request.getParameter("page");
        if (page == null || !page.matches("[a-z]{1,30}")) {
            page = "home";
        }
        String target = request.getContextPath() + "/" + page;
        response.sendRedirect(target);
    }
}
