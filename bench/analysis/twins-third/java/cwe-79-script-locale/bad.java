package shop.web;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.owasp.encoder.Encode;

/** The start page of the shop; its scripts learn the visitor's settings from it. */
public class StartPageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String[] SETTINGS = {"locale", "currency", "theme"};

    private String title;

    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        title = Optional.ofNullable(config.getInitParameter("title")).orElse("Shop");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "private, no-store");
        Map<String, String> settings = settings(request);
        PrintWriter out = response.getWriter();
        out.println("<!doctype html>");
        out.println("<html lang=\"" + Encode.forHtmlAttribute(settings.get("locale")) + "\">");
        out.println("<title>" + Encode.forHtmlContent(title) + "</title>");
        writeScript(out, settings);
        out.println("<script src=\"/assets/start.js\" defer></script>");
        out.println("<main id=\"start\"></main>");
        out.println("</html>");
    }

    private static Map<String, String> settings(HttpServletRequest request) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("locale", request.getLocale().toLanguageTag());
        settings.put("currency", "EUR");
        settings.put("theme", "light");
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return settings;
        }
        for (Cookie cookie : cookies) {
            if (Arrays.asList(SETTINGS).contains(cookie.getName())) {
                settings.put(cookie.getName(), cookie.getValue());
            }
        }
        return settings;
    }

    private static void writeScript(PrintWriter out, Map<String, String> settings) {
        out.println("<script>");
        for (Map.Entry<String, String> entry : settings.entrySet()) {
            String value = Encode.forHtmlContent(entry.getValue());
            out.println("  var " + entry.getKey() + " = '" + value + "';");
        }
        out.println("</script>");
    }
}
