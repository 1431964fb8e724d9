package shop.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.owasp.encoder.Encode;

public class LocaleScriptServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String locale = "en";
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if ("locale".equals(cookie.getName())) {
                    locale = cookie.getValue();
                }
            }
        }
        response.setContentType("text/html");
        response.setCharacterEncoding("UTF-8");
        String text = Encode.forJavaScriptBlock(locale);
        response.getWriter().print("<script>var locale = '" + text + "';</script>");
    }
}
