package portal.login;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;

public class LoginServlet extends HttpServlet {

    private static final String HOME = "/home";
    private transient Accounts accounts;

    @Override
    public void init() throws ServletException {
        accounts = (Accounts) getServletContext().getAttribute("accounts");
        if (accounts == null) {
            throw new ServletException("no accounts");
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.getRequestDispatcher("/WEB-INF/login.jsp").forward(request, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String name = request.getParameter("name");
        String password = request.getParameter("password");
        if (name == null || password == null || !accounts.matches(name, password.toCharArray())) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            request.getRequestDispatcher("/WEB-INF/login.jsp").forward(request, response);
            return;
        }
        HttpSession old = request.getSession(false);
        if (old != null) {
            old.invalidate();
        }
        HttpSession session = request.getSession(true);
        session.setAttribute("account", name);
        session.setMaxInactiveInterval(30 * 60);
        response.sendRedirect(target(request));
    }

    private static String target(HttpServletRequest request) {
        String wanted = request.getParameter("return");
        if (wanted == null || wanted.isEmpty()) {
            return HOME;
        }
        if (!wanted.matches("/[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")) {
            return HOME;
        }
        return wanted;
    }

    public interface Accounts {
        boolean matches(String name, char[] password);
    }
}
