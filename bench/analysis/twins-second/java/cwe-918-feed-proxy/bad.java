import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class FeedController {
    private static final Set<String> HOSTS = Set.of("news.example.org", "blog.example.org");

    @GetMapping("/feed")
    public String feed(@RequestParam String source) throws IOException {
        URL url = new URL(source);
        if (!url.getProtocol().equals("https")) {
            throw new IllegalArgumentException("source");
        }
        try (InputStream in = url.openStream()) {
            return new String(in.readNBytes(65536), StandardCharsets.UTF_8);
        }
    }
}
