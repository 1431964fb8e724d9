package parcels;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

public class ParcelCount {

    private static final String DELIVERED = "delivered";

    public Map<String, Integer> delivered(Stream<String> lines) {
        Map<String, Integer> counts = new TreeMap<>();
        lines.map(line -> line.split(",")).filter(cells -> cells.length == 3).forEach(cells -> {
            String state = cells[2].trim();
            if (state == DELIVERED) {
                counts.merge(cells[1].trim(), 1, Integer::sum);
            }
        });
        return counts;
    }
}
