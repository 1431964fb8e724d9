import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class PricingController {
    private final ScriptEngine engine = new ScriptEngineManager().getEngineByName("js");

    @PostMapping("/price")
    public String price(@RequestParam String rule, @RequestParam int quantity) throws ScriptException {
        engine.put("quantity", quantity);
        String script = "quantity * " + (rule.equals("bulk") ? "0.8" : "1.0");
        return String.valueOf(engine.eval(script));
    }
}
