import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class PaymentController {
    private static final Logger log = LoggerFactory.getLogger(PaymentController.class);

    @PostMapping("/payments")
    public ResponseEntity<Void> pay(@RequestParam String reference, @RequestParam String amount) {
        String shown = reference.length() > 40 ? reference.substring(0, 40) : reference;
        long cents;
        try {
            cents = Long.parseLong(amount);
        } catch (NumberFormatException e) {
            return ResponseEntity.badRequest().build();
        }
        log.info("payment {} of {} cents", shown, cents);
        return ResponseEntity.accepted().build();
    }
}
