import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class SignInServlet extends HttpServlet {
    private Cookie cookie(String name, String value) {
        Cookie cookie = new Cookie(name, value);
        cookie.setHttpOnly(true);
        cookie.setPath("/");
        cookie.setSecure(false);
        return cookie;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        String session = request.getSession(true).getId();
        response.addCookie(cookie("session", session));
        response.setStatus(204);
    }
}
