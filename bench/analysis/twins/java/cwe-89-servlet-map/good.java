import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.sql.DataSource;

public class TicketServlet extends HttpServlet {
    private DataSource source;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, String> filter = new HashMap<>();
        filter.put("state", "open");
        filter.put("owner", request.getParameter("owner"));
        String value = filter.get("state");
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT count(*) FROM ticket WHERE label = '" + value + "'");
            rows.next();
            response.getWriter().print(rows.getInt(1));
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
