package prices;

import java.io.File;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import javax.servlet.http.HttpServletRequest;

public class PriceList {

    private final Document list;

    public PriceList(File file) throws ParserConfigurationException, SAXException, IOException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        this.list = factory.newDocumentBuilder().parse(file);
    }

    public Map<String, String> prices(HttpServletRequest request) throws XPathExpressionException {
        String group = request.getHeader("X-Customer-Group");
        if (group == null) {
            return Collections.emptyMap();
        }
        XPath path = XPathFactory.newInstance().newXPath();
        String expression = String.format("/list/group[@name='%s']/article", group);
        NodeList nodes = (NodeList) path.evaluate(expression, list, XPathConstants.NODESET);
        Map<String, String> prices = new HashMap<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            prices.put(
                    nodes.item(i).getAttributes().getNamedItem("id").getNodeValue(),
                    nodes.item(i).getTextContent().trim());
        }
        return prices;
    }
}
