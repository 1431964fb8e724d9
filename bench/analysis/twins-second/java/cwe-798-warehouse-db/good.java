import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

public class Warehouse {
    private static final String URL = "jdbc:postgresql://db.internal/warehouse";
    private static final String USER = "loader";

    private static String password() {
        return System.getenv("WAREHOUSE_PASSWORD");
    }

    public static Connection open() throws SQLException {
        return DriverManager.getConnection(URL, USER, password());
    }

    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = open()) {
            System.out.println(connection.getCatalog());
        }
    }
}
