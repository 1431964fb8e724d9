import java.security.SecureRandom;
import java.util.Random;

public class OneTimeCodes {
    private final Random random = new SecureRandom();
    private final CodeStore store;

    public interface CodeStore {
        void save(String user, String code);
    }

    public OneTimeCodes(CodeStore store) {
        this.store = store;
    }

    public String issue(String user) {
        String code = String.format("%06d", random.nextInt(1_000_000));
        store.save(user, code);
        return code;
    }
}
