package forum.web;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.servlet.annotation.WebServlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.owasp.encoder.Encode;

@WebServlet("/preview")
public class PreviewServlet extends HttpServlet {

    private interface Part {
        String render(String text);
    }

    private final Map<String, Part> parts = new LinkedHashMap<>();

    @Override
    public void init() {
        parts.put("subject", text -> "<h2>" + Encode.forHtml(text) + "</h2>");
        parts.put("body", text -> "<div title=\"body\">" + text.replace("\n", "<br>") + "</div>");
        parts.put("signature", text -> "<footer>" + Encode.forHtml(text) + "</footer>");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        PrintWriter out = response.getWriter();
        out.println("<article>");
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            String text = request.getParameter(part.getKey());
            if (text != null) {
                out.println(part.getValue().render(text));
            }
        }
        out.println("</article>");
    }
}
