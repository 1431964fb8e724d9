import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class DraftController {
    public interface Drafts {
        String read(long id);

        void deleteById(long id);
    }

    private final Drafts drafts;

    public DraftController(Drafts drafts) {
        this.drafts = drafts;
    }

    @GetMapping("/drafts/{id}")
    public String read(@PathVariable long id) {
        return drafts.read(id);
    }

    @DeleteMapping("/drafts/{id}")
    public ResponseEntity<Void> remove(@PathVariable long id) {
        drafts.deleteById(id);
        return ResponseEntity.noContent().build();
    }
}
