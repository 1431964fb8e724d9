import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.stereotype.Service;

@Service
public class InvoiceOverview {
    private final CustomerRepository customerRepository;

    public InvoiceOverview(CustomerRepository customerRepository) {
        this.customerRepository = customerRepository;
    }

    public List<String> lines(List<Invoice> invoices) {
        List<String> lines = new ArrayList<>();
        for (Invoice invoice : invoices) {
            Customer customer = customerRepository.findById(invoice.customerId()).orElseThrow();
            lines.add(invoice.number() + " " + customer.name());
        }
        return lines;
    }

    public record Invoice(String number, long customerId) {}
    public record Customer(long id, String name) {}
    public interface CustomerRepository extends JpaRepository<Customer, Long> {}
}
