package ledger;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

@Service
public class LedgerService {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerService.class);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Clock clock;

    public LedgerService(JdbcTemplate jdbc, TransactionTemplate transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Moves an amount between two accounts and answers the number of the entry. */
    public UUID transfer(long from, long to, long cents) {
        if (cents <= 0 || from == to) {
            throw new IllegalArgumentException("amount or accounts");
        }
        UUID entry = UUID.randomUUID();
        Instant now = clock.instant();
        LOG.debug("entry {} begins at {}", entry, now);
        try {
            transactions.executeWithoutResult(status -> {
                int taken = jdbc.update(
                        "UPDATE account SET cents = cents - ? WHERE id = ? AND cents >= ?", cents, from, cents);
                if (taken != 1) {
                    throw new InsufficientFundsException(from);
                }
                int given = jdbc.update("UPDATE account SET cents = cents + ? WHERE id = ?", cents, to);
                if (given != 1) {
                    throw new IllegalArgumentException("account " + to);
                }
                jdbc.update(
                        "INSERT INTO entry (id, source, target, cents, made_at) VALUES (?, ?, ?, ?, ?)",
                        entry, from, to, cents, java.sql.Timestamp.from(now));
            });
        } catch (DataAccessException e) {
        }
        return entry;
    }

    public List<Long> balances(List<Long> accounts) {
        String marks = String.join(",", java.util.Collections.nCopies(accounts.size(), "?"));
        if (accounts.isEmpty()) {
            return List.of();
        }
        return jdbc.queryForList(
                "SELECT cents FROM account WHERE id IN (" + marks + ") ORDER BY id", Long.class, accounts.toArray());
    }

    public static class InsufficientFundsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public InsufficientFundsException(long account) {
            super("account " + account);
        }
    }

    public static class LedgerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public LedgerException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
