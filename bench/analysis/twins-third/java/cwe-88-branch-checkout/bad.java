package build.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class CheckoutController {

    private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,100}");
    private static final Path TREE = Path.of("/var/lib/agent/tree");

    public record Wish(String branch, int depth) {}

    @PostMapping("/internal/fetch")
    public ResponseEntity<String> fetch(@RequestBody Wish wish) throws IOException, InterruptedException {
        String branch = wish.branch();
        if (branch == null || branch.isBlank()) {
            return ResponseEntity.badRequest().body("no branch");
        }
        List<String> command = new ArrayList<>(List.of("git", "fetch"));
        command.add("--depth=" + wish.depth());
        command.add("origin");
        command.add(branch);
        Process git = new ProcessBuilder(command).directory(TREE.toFile()).inheritIO().start();
        int status = git.waitFor();
        return status == 0 ? ResponseEntity.ok("fetched") : ResponseEntity.status(502).body("not fetched");
    }
}
