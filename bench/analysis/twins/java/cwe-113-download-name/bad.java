import java.io.IOException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

public class ExportHandler {
    public void export(HttpServletRequest request, HttpServletResponse response, byte[] csv) throws IOException {
        String name = request.getParameter("name");
        if (name == null) {
            name = "export";
        }
        response.setContentType("text/csv");
        response.setHeader("Content-Disposition", "attachment; filename=" + name + ".csv");
        response.getOutputStream().write(csv);
    }
}
