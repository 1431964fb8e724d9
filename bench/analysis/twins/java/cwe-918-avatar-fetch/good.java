package club.members;

import java.net.URI;
import java.util.Set;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestTemplate;

@RestController
public class AvatarController {
    private static final Set<String> HOSTS = Set.of("www.gravatar.com", "avatars.githubusercontent.com");
    private final RestTemplate http = new RestTemplate();

    record AvatarRequest(String url) {}

    @PostMapping("/avatar")
    public int avatar(@RequestBody AvatarRequest body) {
        URI uri = URI.create(body.url());
        if (!"https".equals(uri.getScheme()) || !HOSTS.contains(uri.getHost())) {
            throw new IllegalArgumentException("url");
        }
        byte[] image = http.getForObject(uri, byte[].class);
        return image == null ? 0 : image.length;
    }
}
