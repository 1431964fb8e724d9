import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class InvoiceTest {
    private static long sum(List<Long> lines) {
        return lines.stream().mapToLong(Long::longValue).sum();
    }

    private static void check(long expected, List<Long> lines) {
        assertEquals(expected, sum(lines));
    }

    @Test
    void sumsTwoLines() {
        check(250L, List.of(200L, 50L));
    }

    @Test
    void emptyIsZero() {
        check(0L, List.of());
    }
}
