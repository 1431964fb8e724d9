package desk.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.query.Query;

public class TicketSearch {

    private final SessionFactory sessions;

    public TicketSearch(SessionFactory sessions) {
        this.sessions = sessions;
    }

    public List<Ticket> find(HttpServletRequest request) {
        Map<String, String> wanted = new HashMap<>();
        for (String field : new String[] {"state", "assignee", "subject"}) {
            String value = request.getParameter(field);
            if (value != null && !value.trim().isEmpty()) {
                wanted.put(field, value.trim());
            }
        }
        List<String> conditions = new ArrayList<>();
        for (Map.Entry<String, String> entry : wanted.entrySet()) {
            conditions.add("t." + entry.getKey() + " = :" + entry.getKey());
        }
        String hql = "from Ticket t";
        if (!conditions.isEmpty()) {
            hql += " where " + String.join(" and ", conditions);
        }
        try (Session session = sessions.openSession()) {
            Query<Ticket> query = session.createQuery(hql, Ticket.class);
            for (Map.Entry<String, String> entry : wanted.entrySet()) {
                query.setParameter(entry.getKey(), entry.getValue());
            }
            query.setMaxResults(100);
            return query.list();
        }
    }
}
