package shop.customers;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class CustomerController {
    private final JdbcTemplate jdbc;

    public CustomerController(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @GetMapping("/customers")
    public List<Map<String, Object>> search(@RequestParam String name, @RequestParam(defaultValue = "20") int limit) {
        String sql = "SELECT id, name FROM customer WHERE name LIKE ? LIMIT " + limit;
        return jdbc.queryForList(sql, name + "%");
    }
}
