import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

public class AccountService {
    private static final Logger log = LoggerFactory.getLogger(AccountService.class);

    public interface Store {
        boolean verify(String user, String password);
    }

    private final Store store;

    public AccountService(Store store) {
        this.store = store;
    }

    public boolean signIn(String user, String password) {
        boolean ok = store.verify(user, password);
        if (!ok) {
            log.warn("sign-in refused: user={} password given={}", user, !password.isEmpty());
        }
        return ok;
    }
}
