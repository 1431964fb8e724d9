import java.util.UUID;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;

public class RememberMe {
    private static final int TWO_WEEKS = 14 * 24 * 3600;

    public String remember(HttpServletResponse response) {
        String series = UUID.randomUUID().toString();
        Cookie cookie = new Cookie("remember", series);
        cookie.setHttpOnly(true);
        cookie.setPath("/");
        cookie.setMaxAge(TWO_WEEKS);
        response.addCookie(cookie);
        return series;
    }
}
