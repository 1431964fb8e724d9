package reports.formula;

import java.math.BigDecimal;
import java.util.Map;
import org.springframework.expression.Expression;
import org.springframework.expression.ExpressionParser;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class FormulaController {

    private static final Map<String, String> FORMULAS = Map.of(
            "gross", "net * 1.19",
            "margin", "net - cost",
            "share", "cost / net");

    private final ExpressionParser parser = new SpelExpressionParser();
    private final FigureRepository figures;

    public FormulaController(FigureRepository figures) {
        this.figures = figures;
    }

    @PostMapping("/reports/formula")
    public ResponseEntity<BigDecimal> compute(@RequestParam String formula, @RequestParam int month) {
        String text = FORMULAS.containsKey(formula) ? FORMULAS.get(formula) : "";
        if (text.isBlank()) {
            return ResponseEntity.notFound().build();
        }
        Expression expression = parser.parseExpression(text);
        StandardEvaluationContext context = new StandardEvaluationContext(figures.ofMonth(month));
        return ResponseEntity.ok(expression.getValue(context, BigDecimal.class));
    }

    public interface FigureRepository {
        Figures ofMonth(int month);
    }

    public record Figures(BigDecimal net, BigDecimal cost) {
        public BigDecimal getNet() {
            return net;
        }

        public BigDecimal getCost() {
            return cost;
        }
    }
}
