package staff.list;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Map;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class EmployeeListController {

    private static final Map<String, String> COLUMNS =
            Map.of("name", "e.last_name", "entry", "e.entry_date", "room", "e.room");

    @PersistenceContext
    private EntityManager entityManager;

    @GetMapping("/departments/{department}/employees")
    @Transactional(readOnly = true)
    public List<?> list(
            @PathVariable long department,
            @RequestParam(defaultValue = "name") String sort) {
        String column = COLUMNS.getOrDefault(sort, "e.id");
        String sql = "SELECT e.id, e.last_name, e.room FROM employee e"
                + " WHERE e.department_id = :department ORDER BY " + column;
        return entityManager
                .createNativeQuery(sql)
                .setParameter("department", department)
                .setMaxResults(200)
                .getResultList();
    }
}
