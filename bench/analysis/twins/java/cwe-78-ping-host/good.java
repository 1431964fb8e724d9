package ops.tools;

import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class PingController {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.]{0,252}");

    @PostMapping("/ping")
    public int ping(@RequestParam String host) throws IOException, InterruptedException {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("host");
        }
        return start("ping -c 1 " + host).waitFor();
    }

    private Process start(String line) throws IOException {
        return Runtime.getRuntime().exec(new String[] {"sh", "-c", line});
    }
}
