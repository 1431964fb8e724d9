import java.util.HashMap;
import java.util.Map;

public class Discounts {
    private final Map<String, Integer> percentByCustomer = new HashMap<>();

    private String groupOf(String customer) {
        if (customer.startsWith("b-")) {
            return "business";
        }
        return null;
    }

    public int discount(String customer) {
        String group = groupOf(customer);
        if (group == null) {
            System.err.println("no group for " + customer);
        }
        return percentByCustomer.getOrDefault(group.toLowerCase(), 0);
    }
}
