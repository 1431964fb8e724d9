import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;

public class CartStore {
    public List<?> load(HttpServletRequest request) throws IOException, ClassNotFoundException {
        if (request.getCookies() == null) {
            return new ArrayList<>();
        }
        for (Cookie cookie : request.getCookies()) {
            if (cookie.getName().equals("cart")) {
                return read(Base64.getDecoder().decode(cookie.getValue()));
            }
        }
        return new ArrayList<>();
    }

    private List<?> read(byte[] data) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(data))) {
            return (List<?>) in.readObject();
        }
    }
}
