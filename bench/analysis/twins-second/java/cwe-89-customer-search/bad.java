import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.sql.DataSource;

public class CustomerSearchServlet extends HttpServlet {
    private DataSource source;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String city = request.getParameter("city");
        StringBuilder sql = new StringBuilder("SELECT name FROM customer WHERE active = 1");
        if (city != null) {
            sql.append(" AND city = '").append(city.trim()).append("'");
        }
        try (Connection connection = source.getConnection();
             PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            try (ResultSet rows = statement.executeQuery()) {
                int count = 0;
                while (rows.next()) {
                    count++;
                }
                response.getWriter().println(count);
            }
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
