import javax.servlet.http.HttpServletRequest;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

public class Catalogue {
    private final Document document;

    public Catalogue(Document document) {
        this.document = document;
    }

    public String price(HttpServletRequest request) throws XPathExpressionException {
        String code = request.getParameter("code");
        if (code == null || code.length() > 20) {
            return "";
        }
        XPath path = XPathFactory.newInstance().newXPath();
        String expression = "/catalogue/item[@code='" + code + "']/price";
        return (String) path.evaluate(expression, document, XPathConstants.STRING);
    }
}
