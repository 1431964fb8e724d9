import javax.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
public class GreetingController {
    @GetMapping(value = "/greeting", produces = MediaType.TEXT_PLAIN_VALUE)
    @ResponseBody
    public String greeting(@RequestParam(defaultValue = "guest") String name, HttpServletRequest request) {
        StringBuilder text = new StringBuilder();
        text.append("Hello ").append(name);
        if (request.getUserPrincipal() == null) {
            text.append(" (not signed in)");
        }
        return text.toString();
    }
}
