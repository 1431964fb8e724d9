package club.profile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

@Controller
public class AvatarController {

    private static final Logger LOG = LoggerFactory.getLogger(AvatarController.class);
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "webp");

    private final Path folder;

    public AvatarController(@Value("${club.avatars}") String folder) {
        this.folder = Paths.get(folder).toAbsolutePath().normalize();
    }

    @PostMapping("/profile/avatar")
    public ResponseEntity<String> upload(@RequestParam("avatar") MultipartFile avatar, Authentication user)
            throws IOException {
        if (avatar.isEmpty() || avatar.getSize() > 512 * 1024) {
            return ResponseEntity.status(HttpStatus.PAYLOAD_TOO_LARGE).body("size");
        }
        String name = avatar.getOriginalFilename();
        if (name == null || !ENDINGS.contains(ending(name))) {
            return ResponseEntity.badRequest().body("kind");
        }
        Path target = folder.resolve(name).normalize();
        if (Files.isDirectory(target)) {
            return ResponseEntity.badRequest().body("name");
        }
        try (InputStream in = avatar.getInputStream()) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
        LOG.info("avatar stored for {}", user.getName());
        return ResponseEntity.ok("stored");
    }

    private static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
