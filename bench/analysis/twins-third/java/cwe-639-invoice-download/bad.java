package billing.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/invoices")
@PreAuthorize("isAuthenticated()")
public class InvoiceController {

    private static final Logger LOG = LoggerFactory.getLogger(InvoiceController.class);

    private final InvoiceRepository invoices;
    private final PdfPrinter printer;

    public InvoiceController(InvoiceRepository invoices, PdfPrinter printer) {
        this.invoices = invoices;
        this.printer = printer;
    }

    @GetMapping
    public List<Summary> list(
            @AuthenticationPrincipal Customer customer,
            @RequestParam(defaultValue = "12") int months) {
        LocalDate since = LocalDate.now().minusMonths(Math.min(months, 60));
        return invoices.findTop100ByCustomerIdAndIssuedAfter(customer.id(), since).stream()
                .map(invoice -> new Summary(invoice.getId(), invoice.getIssued(), invoice.getCents()))
                .toList();
    }

    @GetMapping("/{id}/pdf")
    public ResponseEntity<byte[]> download(
            @AuthenticationPrincipal Customer customer,
            @PathVariable("id") long id) {
        Optional<Invoice> found = invoices.findById(id);
        if (found.isEmpty()) {
            LOG.info("invoice {} not found for customer {}", id, customer.id());
            return ResponseEntity.notFound().build();
        }
        byte[] pdf = printer.print(found.get());
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_PDF);
        headers.setContentDisposition(
                ContentDisposition.attachment().filename("invoice-" + id + ".pdf").build());
        headers.setContentLength(pdf.length);
        return ResponseEntity.ok().headers(headers).body(pdf);
    }

    public record Summary(long id, LocalDate issued, long cents) {}

    public record Customer(long id, String name) {}

    public interface PdfPrinter {
        byte[] print(Invoice invoice);
    }

    public interface InvoiceRepository extends JpaRepository<Invoice, Long> {
        List<Invoice> findTop100ByCustomerIdAndIssuedAfter(long customer, LocalDate since);
    }
}
