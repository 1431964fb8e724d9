import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class LedgerController {
    private final JdbcTemplate template;

    public LedgerController(JdbcTemplate template) {
        this.template = template;
    }

    private static String direction(String asked) {
        return asked.isBlank() ? "ASC" : asked.toUpperCase();
    }

    @GetMapping("/ledger")
    public List<Map<String, Object>> ledger(@RequestParam(defaultValue = "") String order) {
        String sql = "SELECT id, amount FROM ledger ORDER BY booked_at " + direction(order);
        return template.queryForList(sql);
    }
}
