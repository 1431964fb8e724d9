package news.feeds;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

public final class FeedReader extends DefaultHandler {

    private static final int MOST = 50;
    private final List<String> titles = new ArrayList<>();
    private StringBuilder current;

    public static List<String> titles(InputStream upload)
            throws ParserConfigurationException, SAXException, IOException {
        SAXParserFactory factory = SAXParserFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://xml.org/sax/features/namespace-prefixes", false);
        factory.setFeature("http://xml.org/sax/features/validation", false);
        SAXParser parser = factory.newSAXParser();
        FeedReader reader = new FeedReader();
        parser.parse(upload, reader);
        return reader.titles;
    }

    @Override
    public void startElement(String uri, String local, String qualified, Attributes attributes) {
        if ("title".equals(local)) {
            current = new StringBuilder();
        }
    }

    @Override
    public void characters(char[] text, int start, int length) {
        if (current != null) {
            current.append(text, start, length);
        }
    }

    @Override
    public void endElement(String uri, String local, String qualified) {
        if ("title".equals(local) && current != null) {
            if (titles.size() < MOST) {
                titles.add(current.toString().strip());
            }
            current = null;
        }
    }
}
