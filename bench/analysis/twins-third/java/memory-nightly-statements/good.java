package archive.nightly;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Moves closed files to the archive's table, in portions. */
public class NightlyArchive implements Runnable {

    private static final Logger LOG = Logger.getLogger(NightlyArchive.class.getName());
    private static final int PORTION = 200;

    private final DataSource dataSource;
    private final Duration age;

    public NightlyArchive(DataSource dataSource, Duration age) {
        this.dataSource = dataSource;
        this.age = age;
    }

    @Override
    public void run() {
        Instant before = Instant.now().minus(age);
        int moved = 0;
        try {
            List<Long> portion = closed(before);
            while (!portion.isEmpty()) {
                moved += move(portion);
                portion = closed(before);
            }
            LOG.log(Level.INFO, "{0} files archived", moved);
        } catch (SQLException e) {
            LOG.log(Level.SEVERE, "archive stopped after " + moved + " files", e);
        }
    }

    private List<Long> closed(Instant before) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT id FROM file WHERE closed_at < ? ORDER BY id LIMIT ?")) {
            statement.setTimestamp(1, Timestamp.from(before));
            statement.setInt(2, PORTION);
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                ids.add(rows.getLong("id"));
            }
        }
        return ids;
    }

    private int move(List<Long> ids) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement copy = connection.prepareStatement(
                            "INSERT INTO file_archive SELECT * FROM file WHERE id = ?");
                    PreparedStatement delete = connection.prepareStatement("DELETE FROM file WHERE id = ?")) {
                for (Long id : ids) {
                    copy.setLong(1, id);
                    copy.addBatch();
                    delete.setLong(1, id);
                    delete.addBatch();
                }
                copy.executeBatch();
                delete.executeBatch();
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
        return ids.size();
    }
}
