import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class BasketServlet extends HttpServlet {
    private Object read(InputStream bytes) throws IOException, ClassNotFoundException {
        ObjectInputStream in = new ObjectInputStream(bytes);
        in.setObjectInputFilter(ObjectInputFilter.Config.createFilter("java.util.ArrayList;java.lang.String;!*"));
        return in.readObject();
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] bytes = Base64.getDecoder().decode(request.getParameter("basket"));
        try {
            List<?> items = (List<?>) read(new ByteArrayInputStream(bytes));
            response.getWriter().println(new ArrayList<>(items).size());
        } catch (ClassNotFoundException | ClassCastException e) {
            response.sendError(400);
        }
    }
}
