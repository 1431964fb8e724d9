import java.util.ArrayDeque;
import java.util.Deque;

public class Drain {
    private final Deque<String> pending = new ArrayDeque<>();

    public int drain() {
        int sent = 0;
        int attempts = 0;
        while (attempts < 3) {
            String next = pending.poll();
            if (next != null) {
                sent++;
            }
            attempts++;
        }
        return sent;
    }
}
