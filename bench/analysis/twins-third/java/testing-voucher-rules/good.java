package shop.voucher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class VoucherRulesTest {

    private VoucherRules rules;

    @BeforeEach
    void setUp() {
        rules = new VoucherRules(LocalDate.of(2024, 5, 1));
        rules.add("SPRING", 10, LocalDate.of(2024, 5, 31));
        rules.add("WINTER", 20, LocalDate.of(2024, 1, 31));
    }

    @Test
    @DisplayName("a current voucher lowers the price")
    void lowersThePrice() {
        assertEquals(9_000, rules.apply("SPRING", 10_000));
    }

    @Test
    @DisplayName("an expired voucher is refused")
    void refusesExpired() {
        assertThrows(IllegalStateException.class, () -> rules.apply("WINTER", 10_000));
    }

    @Test
    @DisplayName("a price never falls below zero")
    void neverBelowZero() {
        rules.add("GIFT", 150, LocalDate.of(2024, 6, 30));
        long price = rules.apply("GIFT", 10_000);
        assertPositive(price);
    }

    @Test
    @DisplayName("all names are listed")
    void listsNames() {
        assertEquals(2, rules.names().size());
        assertTrue(rules.names().contains("SPRING"));
    }

    private static void assertPositive(long price) {
        assertTrue(price >= 0, "price " + price);
    }
}
