package depot.stock;

import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.jms.JMSException;
import javax.jms.MapMessage;
import javax.jms.Message;
import javax.jms.MessageListener;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the depots' questions for the movements of an article. */
public class MovementListener implements MessageListener {

    private static final Logger LOG = LoggerFactory.getLogger(MovementListener.class);
    private static final int LIMIT = 500;

    private final DataSource dataSource;
    private final MovementSink sink;

    public MovementListener(DataSource dataSource, MovementSink sink) {
        this.dataSource = dataSource;
        this.sink = sink;
    }

    @Override
    public void onMessage(Message message) {
        if (!(message instanceof MapMessage)) {
            LOG.warn("message of another kind ignored");
            return;
        }
        MapMessage map = (MapMessage) message;
        try {
            Question question = new Question();
            question.article = map.getString("article");
            question.depot = map.getString("depot");
            question.since = LocalDate.now().minusDays(map.getInt("days"));
            sink.accept(question.depot, answer(question));
        } catch (JMSException e) {
            LOG.error("message could not be read", e);
        } catch (SQLException e) {
            LOG.error("movements could not be read", e);
        }
    }

    private List<Movement> answer(Question question) throws SQLException {
        StringBuilder sql = new StringBuilder();
        sql.append("SELECT m.id, m.quantity, m.moved_on FROM movement m");
        sql.append(" WHERE m.moved_on >= ?");
        if (question.depot != null && !question.depot.isEmpty()) {
            sql.append(" AND m.depot = ").append('?');
        }
        if (question.article != null) {
            sql.append(" AND m.article = ?");
        }
        sql.append(" ORDER BY m.moved_on DESC");
        List<Movement> found = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            int index = 1;
            statement.setMaxRows(LIMIT);
            statement.setDate(index++, Date.valueOf(question.since));
            if (question.depot != null && !question.depot.isEmpty()) {
                statement.setString(index++, question.depot);
            }
            if (question.article != null) {
                statement.setString(index++, question.article);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Movement(rows.getLong(1), rows.getInt(2), rows.getDate(3).toLocalDate()));
                }
            }
        }
        return found;
    }

    private static final class Question {
        private String article;
        private String depot;
        private LocalDate since;
    }

    public static final class Movement {
        public final long id;
        public final int quantity;
        public final LocalDate day;

        Movement(long id, int quantity, LocalDate day) {
            this.id = id;
            this.quantity = quantity;
            this.day = day;
        }
    }

    public interface MovementSink {
        void accept(String depot, List<Movement> movements);
    }
}
