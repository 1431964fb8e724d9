import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.w3c.dom.Document;

@RestController
public class BadgeController {
    private final Document badges;

    public BadgeController(Document badges) {
        this.badges = badges;
    }

    @GetMapping("/badges/{number}")
    public String holder(@PathVariable long number) throws XPathExpressionException {
        XPath xpath = XPathFactory.newInstance().newXPath();
        String expression = "/badges/badge[@number='" + number + "']/holder/text()";
        return xpath.evaluate(expression, badges);
    }
}
