package shop.cart;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;

public class CartCookie {

    private static final ObjectInputFilter CONTENT =
            ObjectInputFilter.Config.createFilter("maxbytes=8192;maxdepth=4;maxarray=100");

    public List<String> articles(HttpServletRequest request) {
        if (request.getCookies() == null) {
            return new ArrayList<>();
        }
        for (Cookie cookie : request.getCookies()) {
            if (cookie.getName().equals("cart")) {
                return read(cookie.getValue());
            }
        }
        return new ArrayList<>();
    }

    private List<String> read(String value) {
        List<String> articles = new ArrayList<>();
        byte[] bytes = Base64.getUrlDecoder().decode(value);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            in.setObjectInputFilter(CONTENT);
            Object content = in.readObject();
            if (!(content instanceof List)) {
                return articles;
            }
            for (Object article : (List<?>) content) {
                articles.add(String.valueOf(article));
            }
        } catch (IOException | ClassNotFoundException e) {
            articles.clear();
        }
        return articles;
    }
}
