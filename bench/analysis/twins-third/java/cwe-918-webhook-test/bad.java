package hooks.api;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestTemplate;

@RestController
@RequestMapping("/hooks")
public class WebhookController {

    private static final List<String> PARTNERS = List.of("hooks.partner.example", "events.partner.example");
    private final RestTemplate rest;

    public WebhookController(RestTemplate rest) {
        this.rest = rest;
    }

    @PostMapping("/test")
    public ResponseEntity<String> test(@RequestBody Map<String, String> body) {
        URI target = URI.create(body.getOrDefault("target", ""));
        String host = target.getHost() == null ? "" : target.getHost().toLowerCase(Locale.ROOT);
        if (!"https".equals(target.getScheme()) || host.isEmpty() || PARTNERS.isEmpty()) {
            return ResponseEntity.status(HttpStatus.UNPROCESSABLE_ENTITY).body("target");
        }
        ResponseEntity<Void> answer = rest.postForEntity(target, Map.of("event", "ping"), Void.class);
        return ResponseEntity.ok("answered " + answer.getStatusCode().value());
    }
}
