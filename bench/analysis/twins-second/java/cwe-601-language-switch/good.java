import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
public class LanguageController {
    private static String back(String page) {
        if (page.equals("cart")) {
            return "/cart";
        }
        return "/";
    }

    @GetMapping("/language")
    public String change(@RequestParam String code, @RequestParam(defaultValue = "/") String page) {
        if (code.length() != 2) {
            return "error";
        }
        return "redirect:" + back(page);
    }
}
