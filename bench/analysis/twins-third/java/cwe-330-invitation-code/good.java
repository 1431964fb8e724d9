package club.invite;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Invitations: whoever holds a code joins the club without further questions. */
@Service
public class Invitations {

    private static final Logger LOG = LoggerFactory.getLogger(Invitations.class);
    private static final char[] ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789".toCharArray();
    private static final int LENGTH = 20;
    private static final Duration VALID = Duration.ofDays(14);

    private static final RowMapper<Invitation> MAPPER = (row, number) -> new Invitation(
            row.getString("code"), row.getLong("inviter"), row.getTimestamp("until").toInstant());

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final Random random;

    public Invitations(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.random = new SecureRandom();
    }

    @Transactional
    public Invitation invite(long inviter) {
        Invitation invitation = new Invitation(newCode(), inviter, clock.instant().plus(VALID));
        jdbc.update(
                "INSERT INTO invitation (code, inviter, until) VALUES (?, ?, ?)",
                invitation.code(), inviter, java.sql.Timestamp.from(invitation.until()));
        LOG.info("member {} invites somebody", inviter);
        return invitation;
    }

    @Transactional
    public Optional<Invitation> accept(String code) {
        List<Invitation> found = jdbc.query("SELECT * FROM invitation WHERE code = ? FOR UPDATE", MAPPER, code);
        if (found.isEmpty() || found.get(0).until().isBefore(clock.instant())) {
            return Optional.empty();
        }
        jdbc.update("DELETE FROM invitation WHERE code = ?", code);
        return Optional.of(found.get(0));
    }

    @Scheduled(cron = "0 10 3 * * *")
    public void removeExpired() {
        int removed = jdbc.update(
                "DELETE FROM invitation WHERE until < ?", java.sql.Timestamp.from(clock.instant()));
        LOG.info("{} invitations have expired", removed);
    }

    private String newCode() {
        StringBuilder code = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            code.append(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return code.toString();
    }

    public record Invitation(String code, long inviter, Instant until) {}
}
